package dev.onrush.internal.finding;

import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.finding.cause.Causes;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.LoadFigures;
import dev.onrush.internal.finding.evidence.ServiceFigures;
import dev.onrush.internal.finding.evidence.ServiceReadings;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the causes why B of a duet is worse than A. The rules usually compare the time of a breach
 * with the time before it. Here they compare the readings and responses of B with those of A in the
 * same time. A cause that is found for both variants does not explain their difference.
 */
final class DuetEvidence {

  /** The gap between the shifted time of A and the time of B, so that no moment belongs to both. */
  private static final Duration GAP = Duration.ofSeconds(10);

  private final LoadFigures ofA;
  private final LoadFigures ofB;

  DuetEvidence(RunFlow b) {
    Set<String> classes = Set.copyOf(b.userClasses());
    this.ofA = new LoadFigures(userClass -> !classes.contains(userClass));
    this.ofB = new LoadFigures(classes::contains);
  }

  /** Whether a flow belongs to the users of B in a duet. */
  static boolean isOfB(RunFlow flow) {
    return flow.name().equals(Variant.B.name());
  }

  void add(Interval interval) {
    ofA.add(interval);
    ofB.add(interval);
  }

  /**
   * Returns the causes of a broken threshold on the difference; empty if none is known.
   *
   * @param about what the threshold is about
   * @param end the end of the run
   */
  List<Cause> causes(ServiceHistory history, About about, Duration end) {
    Duration earlier = end.plus(GAP);
    Span a = new Span(earlier.negated(), end.minus(earlier));
    Span b = new Span(Duration.ZERO, end);
    ServiceFigures figures = new ServiceFigures(ServiceReadings.ofBoth(history, earlier));
    ofB.follow(ofA, earlier);
    // The difference may have been there from the start, so no cause comes too late.
    List<Cause> found =
        Causes.of(new Evidence(end, a, b, about, figures, ofB, ofB, List.of(), true));
    Set<String> shared =
        Causes.of(new Evidence(end, b, a, about, figures, ofB, ofB, List.of(), true)).stream()
            .map(Cause::name)
            .collect(Collectors.toUnmodifiableSet());
    return found.stream()
        .filter(cause -> !shared.contains(cause.name()))
        .map(DuetEvidence::withinTheRun)
        .toList();
  }

  private static Cause withinTheRun(Cause cause) {
    return new Cause(
        cause.name(),
        cause.confidence(),
        cause.since().isNegative() ? Duration.ZERO : cause.since(),
        cause.evidence(),
        cause.advice(),
        cause.page(),
        cause.series());
  }
}
