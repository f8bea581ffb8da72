package dev.onrush.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How much load there is at each moment: a pure function of the time since the run's start.
 *
 * <p>It is either {@link ConcurrentUsers} (closed: users loop, and a slow service slows them down)
 * or {@link ArrivalRate} (open: iterations begin on schedule whatever the service does).
 */
public sealed interface LoadProfile permits ConcurrentUsers, ArrivalRate {

  /** The highest level: so many users, or arrivals each second. */
  int HIGHEST = 1_000_000;

  /** The profile's lines, in order; never empty in a plan. */
  List<Stage> stages();

  /** The same shape at other heights: 0.1 makes 100 users 10. */
  LoadProfile scaled(double factor);

  /** The same shape at another pace: 0.1 makes an hour six minutes. */
  LoadProfile paced(double factor);

  /** The same load with the names of its phases as {@code rename} gives them back. */
  LoadProfile renamed(UnaryOperator<String> rename);

  /** Users, or arrivals each second, at {@code elapsed}; at a jump, the level after it. */
  default double levelAt(Duration elapsed) {
    double seconds = elapsed.toNanos() / 1e9;
    if (seconds < 0) {
      return 0;
    }
    for (Stage stage : stages()) {
      if (seconds < stage.seconds()) {
        return stage.levelAfter(seconds);
      }
      seconds -= stage.seconds();
    }
    return 0;
  }

  /** The highest level that the profile reaches. */
  default double peak() {
    return stages().stream().mapToDouble(s -> Math.max(s.from(), s.to())).max().orElse(0);
  }

  default Duration duration() {
    return stages().stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /** Named times, in order; neighbouring stages of one name are one phase. */
  default List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Stage stage : stages()) {
      Duration end = at.plus(stage.duration());
      int last = phases.size() - 1;
      if (last >= 0 && phases.get(last).name().equals(stage.phase())) {
        Phase before = phases.get(last);
        phases.set(last, new Phase(stage.phase(), before.start(), end, both(before, stage)));
      } else {
        phases.add(new Phase(stage.phase(), at, end, held(stage)));
      }
      at = end;
    }
    return List.copyOf(phases);
  }

  /**
   * The times at which the level stays the same, each as a part of its phase, in order: what can be
   * compared with another run.
   */
  default List<Phase> holds() {
    List<Phase> holds = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Stage stage : stages()) {
      Duration end = at.plus(stage.duration());
      if (held(stage).isPresent() && stage.to() > 0) {
        holds.add(new Phase(stage.phase(), at, end, held(stage)));
      }
      at = end;
    }
    return List.copyOf(holds);
  }

  private Optional<HeldLevel> both(Phase before, Stage stage) {
    return before.held().equals(held(stage)) ? before.held() : Optional.empty();
  }

  private Optional<HeldLevel> held(Stage stage) {
    if (stage.from() != stage.to() || stage.phase().equals(Phase.PAUSED)) {
      return Optional.empty();
    }
    return Optional.of(
        this instanceof ConcurrentUsers
            ? new HeldLevel(Math.round(stage.to()), HeldLevel.Unit.USERS)
            : new HeldLevel(stage.to(), HeldLevel.Unit.ARRIVALS));
  }
}
