package dev.onrush.internal.run.record;

import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.text.NameList;
import dev.onrush.result.RequestError;
import dev.onrush.units.Quantity;
import java.util.List;

/** Describes a run in which one user of each class performs each task once, instead of the load. */
public final class TrialRun {

  /** The greatest number of failed requests that are named. */
  private static final int MOST = 5;

  private TrialRun() {}

  /** Whether the run was executed in this way. */
  public static boolean is(RunInfo info) {
    return info.facts().containsKey(RunInfo.ONCE);
  }

  private static String names(List<RequestError> errors) {
    return NameList.of(errors.stream().map(RequestError::request).distinct().toList(), MOST);
  }

  /** Describes the result of the run in words. */
  static String sentence(Selection all, List<RequestError> errors) {
    String none = "; this was a trial run (once), not a load test";
    if (all.attempts() == 0) {
      return "no request was sent" + none;
    }
    return (all.failures() == 0
            ? Quantity.count(all.attempts(), "request") + " passed"
            : Quantity.count(all.failures())
                + " of "
                + Quantity.count(all.attempts(), "request")
                + " failed: "
                + names(errors))
        + none;
  }
}
