package dev.onrush.profile;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * Operations on lists of stages, for both workloads: adds, repeats and scales stages, and divides
 * them into phases.
 */
final class Stages {

  /** The name of a stage that changes the level at once. It is not a phase. */
  private static final String JUMP = "jump";

  private static final String CURVE = "curve";
  private static final int MOST_REPETITIONS = 1_000;

  /**
   * The greatest number of stages that a repetition may produce. Finding the level at a moment may
   * visit each stage.
   */
  private static final int MOST = 20_000;

  private Stages() {}

  /**
   * Returns the stages after checking that no phase has a reserved name or a name that an earlier
   * phase has. Only a pause makes a run return to a phase.
   */
  static List<Stage> checked(List<Stage> stages) {
    Set<String> closed = new HashSet<>();
    String current = "";
    for (Stage stage : stages) {
      if (!stage.phase().equals(current)) {
        if (Phase.RESERVED.contains(stage.phase())) {
          throw new IllegalArgumentException(
              "phase name \""
                  + stage.phase()
                  + "\" is reserved, as are all of "
                  + String.join(", ", Phase.RESERVED)
                  + "; choose another name in named(…)");
        }
        if (!closed.add(stage.phase())) {
          throw new IllegalArgumentException(
              "phase name \""
                  + stage.phase()
                  + "\" was used twice; only adjacent stages may share a name; choose another name in"
                  + " named(…)");
        }
        current = stage.phase();
      }
    }
    return List.copyOf(stages);
  }

  static double level(List<Stage> stages) {
    return stages.isEmpty() ? 0 : stages.get(stages.size() - 1).to();
  }

  static List<Stage> ramp(List<Stage> stages, double to, Duration over) {
    double from = level(stages);
    if (Given.time(over, "duration of a ramp").isZero()) {
      return from == to ? stages : with(stages, new Stage(free(stages, JUMP), from, to, over));
    }
    return with(
        stages,
        new Stage(free(stages, to < from ? Phase.RAMP_DOWN : Phase.RAMP_UP), from, to, over));
  }

  static List<Stage> hold(List<Stage> stages, double level, Duration time) {
    return with(stages, new Stage(free(stages, Phase.STEADY), level, level, time));
  }

  static List<Stage> rename(List<Stage> stages, String phase) {
    Given.value(phase, "phase name");
    if (stages.isEmpty()) {
      throw new IllegalArgumentException(
          "named(\""
              + phase
              + "\") comes before any stage; write it after rampTo, hold or holdFor");
    }
    String written = stages.get(stages.size() - 1).phase();
    if (stages.get(stages.size() - 1).isJump()) {
      throw new IllegalArgumentException(
          "named(\""
              + phase
              + "\") comes after a jump (a ramp of zero duration), which is not a phase; write it"
              + " after the stage that follows");
    }
    int first = stages.size();
    while (first > 0 && stages.get(first - 1).phase().equals(written)) {
      first--; // a curve consists of many stages of one name
    }
    String name = Phase.isCounted(written) ? phase : Phase.notCounted(phase);
    List<Stage> renamed = new ArrayList<>(stages.subList(0, first));
    stages.subList(first, stages.size()).forEach(stage -> renamed.add(stage.named(name)));
    return checked(renamed);
  }

  /** Returns the stages with the last phase excluded from all figures. */
  static List<Stage> notCounted(List<Stage> stages) {
    if (stages.isEmpty() || stages.get(stages.size() - 1).isJump()) {
      throw new IllegalArgumentException(
          stages.isEmpty()
              ? "notCounted() comes before any stage; write it after rampTo, hold or holdFor"
              : "notCounted() comes after a jump (a ramp of zero duration), which is not a phase;"
                  + " write it after the stage that follows");
    }
    return rename(stages, Phase.notCounted(stages.get(stages.size() - 1).phase()));
  }

  /** Adds straight lines from point to point, after a jump to the first point. */
  static List<Stage> follow(List<Stage> stages, List<LevelPoint> points) {
    List<Stage> all = new ArrayList<>(ramp(stages, points.get(0).level(), Duration.ZERO));
    String phase = free(all, CURVE);
    for (int i = 1; i < points.size(); i++) {
      LevelPoint from = points.get(i - 1);
      LevelPoint to = points.get(i);
      all.add(new Stage(phase, from.level(), to.level(), to.at().minus(from.at())));
    }
    return checked(all);
  }

  /** Repeats the stages; the names of the phases get the number of the repetition. */
  static List<Stage> repeated(List<Stage> stages, int times) {
    if (times < 1 || times > MOST_REPETITIONS) {
      throw new IllegalArgumentException(
          "the number of repetitions was "
              + times
              + "; 1 to "
              + Quantity.count(MOST_REPETITIONS)
              + " are allowed");
    }
    if ((long) stages.size() * times > MOST) {
      throw new IllegalArgumentException(
          "a profile of "
              + Quantity.count(stages.size(), "stage")
              + " was repeated "
              + Quantity.count(times, "time")
              + "; at most "
              + Quantity.count(MOST)
              + " stages in all are allowed");
    }
    List<Stage> all = new ArrayList<>();
    for (int time = 1; time <= times; time++) {
      for (Stage stage : stages) {
        all.add(stage.named(Phase.repetition(stage.phase(), time)));
      }
    }
    return checked(all);
  }

  /**
   * Adds a warm-up of the service before the stages: a ramp to the first level above 0 that is
   * held, for a quarter of the time, and then this level. If no level is held, the peak is used.
   */
  static List<Stage> warmedUp(List<Stage> stages, Duration time) {
    double level =
        stages.stream()
            .filter(stage -> stage.from() == stage.to() && stage.to() > 0)
            .mapToDouble(Stage::to)
            .findFirst()
            .orElseGet(() -> stages.stream().mapToDouble(Stage::to).max().orElse(0));
    Duration ramp = time.dividedBy(4);
    List<Stage> all = new ArrayList<>();
    all.add(new Stage(Phase.SERVICE_WARM_UP, 0, level, ramp));
    all.add(new Stage(Phase.SERVICE_WARM_UP, level, level, time.minus(ramp)));
    all.addAll(stages);
    return List.copyOf(all);
  }

  /** Returns the stages with other levels, without the jumps whose two levels become equal. */
  static List<Stage> withLevels(List<Stage> stages, DoubleUnaryOperator level) {
    return stages.stream().flatMap(stage -> stage.withLevels(level).stream()).toList();
  }

  /** Returns the stages with their durations multiplied by {@code factor}. */
  static List<Stage> paced(List<Stage> stages, double factor) {
    return stages.stream().map(stage -> stage.paced(factor)).toList();
  }

  /** Returns the phases, in order. Neighbouring stages of the same name are one phase. */
  static List<Phase> phases(List<Stage> stages, HeldLevel.Unit unit) {
    List<Phase> phases = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Stage stage : stages) {
      Duration end = at.plus(stage.duration());
      int last = phases.size() - 1;
      if (stage.phase().equals(Phase.NOT_STARTED) || stage.isJump()) {
        at = end;
        continue;
      }
      if (last >= 0 && phases.get(last).name().equals(stage.phase())) {
        Phase before = phases.get(last);
        Optional<HeldLevel> both =
            before.held().equals(stage.held(unit)) ? before.held() : Optional.empty();
        phases.set(last, new Phase(stage.phase(), before.start(), end, both));
      } else {
        phases.add(new Phase(stage.phase(), at, end, stage.held(unit)));
      }
      at = end;
    }
    return List.copyOf(phases);
  }

  /**
   * Returns the parts of the counted phases in which the level stays the same above 0. Neighbouring
   * stages of a phase that hold the same level are one part.
   */
  static List<Phase> holds(List<Stage> stages, HeldLevel.Unit unit) {
    List<Phase> holds = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Stage stage : stages) {
      Duration end = at.plus(stage.duration());
      if (stage.held(unit).isPresent() && stage.to() > 0 && Phase.isCounted(stage.phase())) {
        Phase hold = new Phase(stage.phase(), at, end, stage.held(unit));
        int last = holds.size() - 1;
        if (last >= 0 && goesOn(holds.get(last), hold)) {
          holds.set(last, new Phase(hold.name(), holds.get(last).start(), end, hold.held()));
        } else {
          holds.add(hold);
        }
      }
      at = end;
    }
    return List.copyOf(holds);
  }

  private static boolean goesOn(Phase hold, Phase next) {
    return hold.end().equals(next.start())
        && hold.name().equals(next.name())
        && hold.held().equals(next.held());
  }

  private static List<Stage> with(List<Stage> stages, Stage stage) {
    List<Stage> all = new ArrayList<>(stages);
    all.add(stage);
    return checked(all);
  }

  /** Returns the first of {@code steady}, {@code steady 2} … that is not the name of a stage. */
  private static String free(List<Stage> stages, String name) {
    return Stream.iterate(1, n -> n + 1)
        .map(n -> n == 1 ? name : name + " " + n)
        .filter(candidate -> stages.stream().noneMatch(s -> s.phase().equals(candidate)))
        .findFirst()
        .orElseThrow();
  }
}
