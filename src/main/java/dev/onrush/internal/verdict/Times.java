package dev.onrush.internal.verdict;

import dev.onrush.plan.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a scope is: the whole run, a phase, or the phases of the steady state. */
public final class Times {

  /** Intervals begin and end a little beside the phases. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private static final Duration FOREVER = Duration.ofDays(100_000);

  private final List<Phase> parts;

  Times(Scope scope, List<Phase> phases) {
    this.parts =
        scope
            .phase()
            .map(name -> named(name, phases))
            .orElse(List.of(new Phase("", Duration.ZERO, FOREVER)));
  }

  /** Wind-down, and whatever else has no time of its own, begins where the last phase ends. */
  private static List<Phase> named(String name, List<Phase> phases) {
    List<Phase> found = Phase.meant(name, phases);
    if (!found.isEmpty() || name.equals(Scope.STEADY_STATE)) {
      return found;
    }
    Duration end = phases.isEmpty() ? Duration.ZERO : phases.get(phases.size() - 1).end();
    return List.of(new Phase(name, end, FOREVER));
  }

  /** When it first begins. */
  Duration start() {
    return parts.isEmpty() ? FOREVER : parts.get(0).start();
  }

  boolean endsAfter(Duration moment) {
    return parts.stream().anyMatch(p -> p.end().compareTo(moment) > 0);
  }

  /**
   * Whether any of the time that is judged comes after {@code moment}.
   *
   * @param phases of the plan
   */
  public static boolean reach(Judgement judgement, Duration moment, List<Phase> phases) {
    return judgement.threshold().measure() instanceof Recovery
        || judgement.threshold().measure().figures().stream()
            .anyMatch(figure -> new Times(figure.scope(), phases).endsAfter(moment));
  }

  /** How much of it lies before {@code elapsed}. */
  Duration before(Duration elapsed) {
    Duration sum = Duration.ZERO;
    for (Phase part : parts) {
      Duration end = part.end().compareTo(elapsed) < 0 ? part.end() : elapsed;
      if (end.compareTo(part.start()) > 0) {
        sum = sum.plus(end.minus(part.start()));
      }
    }
    return sum;
  }

  /** The begin of the part within which this interval lies, but for half a second. */
  Optional<Duration> partOf(Duration start, Duration end) {
    return parts.stream()
        .filter(p -> start.plus(SLACK).compareTo(p.start()) >= 0)
        .filter(p -> end.minus(SLACK).compareTo(p.end()) <= 0)
        .map(Phase::start)
        .findFirst();
  }

  boolean contains(Duration start, Duration end) {
    return partOf(start, end).isPresent();
  }

  /** Whether anything from {@code start} to {@code end} is part of it. */
  boolean touches(Duration start, Duration end) {
    return parts.stream()
        .anyMatch(p -> start.compareTo(p.end()) < 0 && end.compareTo(p.start()) > 0);
  }
}
