package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.profile.Phase;
import java.util.HashMap;
import java.util.Map;

/**
 * The tallies of one interval. Each sample is counted in the tally of its series, which includes
 * the phase in which the sample began. Samples of a phase that is in no figure are left out.
 */
final class SampleTallies implements SampleLog.Reader {

  private final NameRegistry names;
  private final RecordingNotes notes;
  private final RunPhases phases;
  private final long zero;
  private final Map<Series, Tally> all = new HashMap<>();

  /**
   * Creates tallies without samples.
   *
   * @param notes takes the samples that are left out
   * @param zero the run's start on the clock of the samples, in milliseconds
   */
  SampleTallies(NameRegistry names, RecordingNotes notes, RunPhases phases, long zero) {
    this.names = names;
    this.notes = notes;
    this.phases = phases;
    this.zero = zero;
  }

  @Override
  public void sample(long what, long start, long value, long least) {
    NameRegistry.Key key = names.series(SampleCode.series(what));
    String phase = phases.at(key.userClass(), start - zero);
    if (!Phase.isCounted(phase) && !isOfGenerator(key.kind())) {
      if (key.kind() == Kind.REQUEST) {
        notes.uncounted(names.masked(phase), !SampleCode.outcome(what).isSuccess());
      }
      return;
    }
    int code = SampleCode.code(what);
    int error = SampleCode.error(what);
    Series series =
        new Series(key.kind(), key.userClass(), key.name(), phase, SampleCode.outcome(what));
    all.computeIfAbsent(series, s -> new Tally())
        .count(
            new ResponseTime(start, value, least),
            code == 0 ? "" : names.codeName(code - 1),
            error == 0 ? "" : names.errorName(error - 1));
  }

  /**
   * Whether the sample is about the generator, which is also watched while the service warms up.
   */
  private static boolean isOfGenerator(Kind kind) {
    return switch (kind) {
      case ARRIVAL, EVENT_LOOP, BURST -> true;
      case REQUEST, GROUP, GROUP_WITHOUT_PAUSES, DUE, WAIT, CALL, METRIC -> false;
    };
  }

  /** The tallies so far. */
  Map<Series, Tally> all() {
    return all;
  }
}
