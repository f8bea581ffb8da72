package dev.onrush.internal.page;

import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Finds the spans of time in which the charts of a run show the requests that a scope selects by
 * its phase.
 */
final class ScopeSpans {

  /** A span of the run; both ends are measured from the start of the run. */
  record Span(Duration from, Duration to) {}

  private ScopeSpans() {}

  /**
   * Returns the times of the phase that a scope names, in order, up to the end of the run. In a run
   * with several flows, leaves out the times in which another flow is in a phase outside the scope,
   * because the charts include that flow's requests.
   */
  static List<Span> of(Scope scope, List<Phase> phases, Duration length) {
    ScopeTimes times = new ScopeTimes(scope, phases);
    List<Phase> meant = Phase.meant(scope, phases);
    List<Phase> others = phases.stream().filter(p -> p.isCounted() && !meant.contains(p)).toList();
    TreeSet<Duration> moments = new TreeSet<>(List.of(Duration.ZERO, length));
    phases.forEach(phase -> moments.addAll(List.of(phase.start(), phase.end())));
    List<Span> spans = new ArrayList<>();
    for (Duration from : moments.headSet(length)) {
      Duration to = Objects.requireNonNull(moments.higher(from));
      boolean shown =
          times.touches(from, to)
              && others.stream()
                  .noneMatch(p -> p.start().compareTo(to) < 0 && p.end().compareTo(from) > 0);
      int last = spans.size() - 1;
      if (shown && last >= 0 && spans.get(last).to().equals(from)) {
        spans.set(last, new Span(spans.get(last).from(), to));
      } else if (shown) {
        spans.add(new Span(from, to));
      }
    }
    return spans;
  }
}
