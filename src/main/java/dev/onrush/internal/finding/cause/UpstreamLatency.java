package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds response times that rise while the service waits. The evidence is strong if the service's
 * own timer of outgoing calls rises with them. It is some evidence if the spans of slow requests
 * show it, or if everything that is known about the service is quiet, unless it is failed requests
 * that took the time.
 */
final class UpstreamLatency implements CauseRule {

  private static final double FACTOR = 2;

  /** The least share of the additional time that the outgoing calls explain. */
  private static final double EXPLAINED = 0.3;

  /** The least share of the time of slow requests that is spent elsewhere. */
  private static final double TRACED = 0.6;

  /** The least additional time, in milliseconds. */
  private static final double ADDED = 20;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    double before = evidence.load().okTime(evidence.before());
    double during = evidence.load().okTime(evidence.during());
    if (evidence.about() != About.TIMES
        || !(during >= FACTOR * before && during >= before + ADDED)) {
      return Optional.empty();
    }
    String rose =
        "mean response time: "
            + Quantity.TIME.text(during)
            + ", "
            + Texts.before(evidence, Quantity.TIME.text(before));
    return called(evidence, (during - before) / 1000, rose)
        .or(() -> traced(evidence, rose))
        .or(
            () ->
                !evidence.isTimeOfFailures()
                        && Quiet.isQuiet(evidence)
                        && isSeen(evidence, (during - before) / 1000)
                    ? Optional.of(waits(evidence, rose))
                    : Optional.empty());
  }

  /**
   * Whether the service's own timer sees the additional time, if there is such a timer. Time that
   * it does not see is lost before or after the service.
   */
  private static boolean isSeen(Evidence evidence, double added) {
    FigureOverTime own =
        evidence
            .service()
            .of(Meaning.SERVER_CALLS)
            .by(evidence.service().of(Meaning.SERVER_REQUESTS));
    return own.readings(evidence.during()) == 0
        || own.mean(evidence.during()).orElse(0) - own.level(evidence.before()).orElse(0)
            >= EXPLAINED * added;
  }

  /**
   * Returns the cause if the time of outgoing calls per request rose. A few slow calls, such as
   * those of a background job, add next to nothing to it.
   */
  private static Optional<Cause> called(Evidence evidence, double added, String rose) {
    FigureOverTime calls = evidence.service().of(Meaning.CLIENT_CALLS);
    return Rise.of(evidence, calls, 1, 0)
        .map(rise -> forEachRequest(evidence, rise))
        .filter(rise -> rise.during() >= FACTOR * rise.before() && rise.by() >= EXPLAINED * added)
        .map(
            rise ->
                new Cause(
                    "upstream latency",
                    Confidence.STRONG,
                    rise.since(),
                    List.of(
                        Texts.rose(
                            evidence,
                            "outgoing calls of the service for each request: "
                                + Quantity.TIME.text(1000 * rise.during()),
                            rise,
                            seconds -> Quantity.TIME.text(1000 * seconds)),
                        rose),
                    "the service that it calls; a timeout, a cache or a bulkhead in front of it",
                    Texts.PAGE + "upstream-latency",
                    calls.series()));
  }

  /**
   * The time of outgoing calls per request, by Little's law: the concurrent calls divided by the
   * requests per second.
   */
  private static Rise forEachRequest(Evidence evidence, Rise calls) {
    double before = evidence.all().throughput(evidence.before());
    double during = evidence.all().throughput(evidence.during());
    return new Rise(
        calls.since(),
        calls.level().isEmpty() || before == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(calls.before() / before),
        during == 0 ? 0 : calls.during() / during);
  }

  /**
   * Returns the cause if the spans of slow requests show it. This is only some evidence, because
   * nothing is known about the requests before the breach.
   */
  private static Optional<Cause> traced(Evidence evidence, String rose) {
    return evidence
        .load()
        .traced()
        .longest(evidence.during())
        .filter(most -> most.work().elsewhere() && most.share() >= TRACED)
        .map(
            most ->
                new Cause(
                    "upstream latency",
                    Confidence.SOME,
                    evidence.since(),
                    List.of(
                        "spans of "
                            + Quantity.count(most.requests(), "kept request")
                            + ": "
                            + Texts.percent(most.share())
                            + " of the time is in "
                            + named(most.work()),
                        rose),
                    "the service or statement that is called; exchanges.html shows its spans",
                    Texts.PAGE + "upstream-latency",
                    List.of()));
  }

  private static String named(Waterfall.Work work) {
    String of = work.service().isEmpty() ? "" : " of " + work.service();
    return work.name()
        + of
        + (work.detail().isEmpty() ? "" : " (" + Texts.shortened(work.detail()) + ")");
  }

  private static Cause waits(Evidence evidence, String rose) {
    return new Cause(
        "upstream latency",
        Confidence.SOME,
        evidence.since(),
        List.of(
            rose,
            "the service seems to wait: " + String.join(", ", Quiet.texts(evidence, List.of()))),
        "a timer around each outgoing call; then a thread dump under this load",
        Texts.PAGE + "upstream-latency",
        List.of());
  }
}
