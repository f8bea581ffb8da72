package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/** Finds a service that writes far more log lines than before, also per request. */
final class DebugLogging implements CauseRule {

  private static final double FACTOR = 5;

  /** The fewest lines per request. */
  private static final double LINES = 5;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    double requests = evidence.all().throughput(evidence.during());
    FigureOverTime all = evidence.service().of(Meaning.LOG_LINES);
    FigureOverTime debug = evidence.service().of(Meaning.DEBUG_LINES);
    if (requests == 0) {
      return Optional.empty();
    }
    double debugLines = debug.mean(evidence.during()).orElse(0);
    return Rise.of(evidence, all, FACTOR, LINES * requests)
        .filter(rise -> rise.isForEachRequest(evidence, FACTOR))
        .map(
            rise -> cause(evidence, rise, requests, debugLines >= rise.during() / 2, all.series()));
  }

  private static Cause cause(
      Evidence evidence, Rise rise, double requests, boolean debugged, List<String> series) {
    return new Cause(
        "debug logging",
        debugged && rise.level().isPresent() ? Confidence.STRONG : Confidence.SOME,
        rise.since(),
        List.of(
            "lines in the service's log: "
                + Quantity.plain(Math.round(10 * rise.during() / requests) / 10.0)
                + " a request"
                + (evidence.comparedWithA() ? "" : Texts.since(rise.since()))
                + ", "
                + Texts.count(rise.during())
                + "/s"
                + (rise.level().isPresent()
                    ? " instead of "
                        + Texts.count(rise.before())
                        + "/s"
                        + (evidence.comparedWithA() ? " at A" : "")
                    : "")
                + (debugged ? ", most of them of level debug or trace" : "")),
        "a log level of info or warn, and an appender that does not block",
        Texts.PAGE + "debug-logging",
        series);
  }
}
