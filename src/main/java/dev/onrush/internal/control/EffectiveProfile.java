package dev.onrush.internal.control;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The load profile that a run actually follows: the profile of its plan, changed by interventions.
 * An intervention changes only what follows it, so that the number of users or arrivals up to any
 * time is computed in the same way as for a run that is not steered.
 */
public final class EffectiveProfile {

  /**
   * The length of a pause or of a last level until its actual length is known; longer than any run.
   */
  private static final Duration OPEN_END = Quantity.LONGEST;

  private final LoadProfile plan;
  private final List<ProfileSegment> segments;

  /** The stages up to the last intervention. */
  private final List<Stage> past;

  /** The remaining stages of the plan, with the plan's own levels. */
  private final List<Stage> rest;

  private final boolean paused;
  private final OptionalDouble level;

  /** Whether another segment follows. The last level is held until then. */
  private final boolean open;

  private final LoadProfile profile;

  private EffectiveProfile(
      LoadProfile plan,
      List<ProfileSegment> segments,
      List<Stage> past,
      List<Stage> rest,
      boolean paused,
      OptionalDouble level,
      boolean open) {
    this.plan = plan;
    this.segments = List.copyOf(segments);
    this.past = List.copyOf(past);
    this.rest = List.copyOf(rest);
    this.paused = paused;
    this.level = level;
    this.open = open;
    this.profile = profile(plan, past, rest, paused, level, open);
  }

  /** Creates the unchanged profile of a plan. */
  public static EffectiveProfile of(LoadProfile plan) {
    return new EffectiveProfile(
        plan, List.of(), List.of(), plan.stages(), false, OptionalDouble.empty(), false);
  }

  /**
   * Creates a profile that starts with {@code first} and whose further segments are created during
   * the run.
   */
  public static EffectiveProfile opening(LoadProfile first) {
    return new EffectiveProfile(
        first, List.of(), List.of(), first.stages(), false, OptionalDouble.empty(), true);
  }

  /** Returns the profile with its next segment. */
  public EffectiveProfile with(ProfileSegment segment) {
    List<ProfileSegment> all = new ArrayList<>(segments);
    all.add(segment);
    return new EffectiveProfile(
        plan,
        all,
        until(profile.stages(), segment.at()),
        segment.stages(),
        false,
        OptionalDouble.empty(),
        !segment.isEnd());
  }

  /** Returns the profile without a further segment: it ends where the last segment ends. */
  EffectiveProfile closed() {
    return new EffectiveProfile(plan, segments, past, rest, paused, level, false);
  }

  /** Whether another segment follows. */
  public boolean isOpen() {
    return open;
  }

  /**
   * Returns the profile after one more intervention, which follows all others. A profile that
   * consists of segments gets no further ones, because the next segment would be based on a load
   * that was changed by hand.
   *
   * @throws IllegalArgumentException if the command has no effect, for example a resume while the
   *     run is not paused
   */
  public EffectiveProfile with(Intervention intervention) {
    Duration at = intervention.at();
    if (at.compareTo(profile.duration()) >= 0 && !(intervention.command() instanceof Stop)) {
      throw new IllegalArgumentException(
          "the plan ended after "
              + Quantity.clock(profile.duration())
              + "; users finish what they have begun, and the only possible command is: stop");
    }
    List<Stage> been = until(profile.stages(), at);
    List<Stage> left = paused ? rest : after(rest, at.minus(duration(past)));
    return intervention
        .command()
        .match(
            new Command.Cases<>() {
              @Override
              public EffectiveProfile pause() {
                check(!paused, "the run is already paused; resume continues it");
                return after(left, true, level, false);
              }

              @Override
              public EffectiveProfile resume() {
                check(paused, "the run is not paused");
                return after(left, false, level, false);
              }

              @Override
              public EffectiveProfile skipPhase() {
                return after(skipped(left), paused, level, false);
              }

              @Override
              public EffectiveProfile setLevel(double given) {
                return after(left, paused, OptionalDouble.of(given), false);
              }

              @Override
              public EffectiveProfile followPlan() {
                check(level.isPresent(), "the level already follows the plan");
                return after(left, paused, OptionalDouble.empty(), false);
              }

              @Override
              public EffectiveProfile stop() {
                return after(left, paused, level, open); // the engine ends the rest
              }

              private EffectiveProfile after(
                  List<Stage> next, boolean pausedNow, OptionalDouble levelNow, boolean openNow) {
                return new EffectiveProfile(
                    plan, segments, been, next, pausedNow, levelNow, openNow);
              }
            });
  }

  /** The profile, past and future. While the run is paused, its pause has no end. */
  public LoadProfile profile() {
    return profile;
  }

  /**
   * The profile as known after {@code elapsed}. A pause in progress is assumed to end now, so that
   * the profile has an end.
   */
  public LoadProfile profileAsOf(Duration elapsed) {
    if (open) {
      return profile(plan, past, rest, false, level, false);
    }
    if (!paused) {
      return profile;
    }
    // In milliseconds, like the ends of intervals in the log.
    Duration shown = elapsed.truncatedTo(ChronoUnit.MILLIS);
    Duration last = duration(past);
    List<Stage> been = until(profile.stages(), shown.compareTo(last) < 0 ? last : shown);
    return profile(plan, been, rest, false, level, false);
  }

  /** The segments after the opening, in order. */
  public List<ProfileSegment> segments() {
    return segments;
  }

  public boolean paused() {
    return paused;
  }

  /** The level that was set by hand, if one is in force. */
  public OptionalDouble level() {
    return level;
  }

  private static void check(boolean possible, String otherwise) {
    if (!possible) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static List<Stage> skipped(List<Stage> left) {
    String phase = left.stream().filter(s -> !s.isJump()).map(Stage::phase).findFirst().orElse("");
    check(!phase.isEmpty(), "nothing is left to skip to; stop ends the run");
    // A jump does not belong to a phase, and the next stage begins at its own level without it.
    List<Stage> next = left.stream().dropWhile(s -> s.isJump() || s.phase().equals(phase)).toList();
    check(!next.isEmpty(), "phase \"" + phase + "\" is the last; stop ends the run");
    return next;
  }

  private static LoadProfile profile(
      LoadProfile plan,
      List<Stage> past,
      List<Stage> rest,
      boolean paused,
      OptionalDouble level,
      boolean open) {
    List<Stage> stages = new ArrayList<>(past);
    if (paused) {
      // The users of a closed workload stay as they are; no users arrive in an open workload.
      double held = plan.isOpen() || past.isEmpty() ? 0 : past.get(past.size() - 1).to();
      stages.add(new Stage(Phase.PAUSED, held, held, OPEN_END));
    }
    for (Stage stage : rest) {
      if (level.isPresent() && !stage.phase().equals(Phase.NOT_STARTED)) {
        stage.withLevels(planned -> level.getAsDouble()).ifPresent(stages::add);
      } else {
        stages.add(stage);
      }
    }
    if (open) {
      Stage last = stages.get(stages.size() - 1);
      stages.add(new Stage(last.phase(), last.to(), last.to(), OPEN_END));
    }
    return plan.withStages(stages);
  }

  private static List<Stage> until(List<Stage> stages, Duration moment) {
    List<Stage> until = new ArrayList<>();
    Duration left = moment;
    for (Stage stage : stages) {
      if (left.compareTo(stage.duration()) >= 0) {
        until.add(stage);
      } else {
        if (left.compareTo(Duration.ZERO) > 0) {
          until.add(stage.before(left));
        }
        break;
      }
      left = left.minus(stage.duration());
    }
    return until;
  }

  private static List<Stage> after(List<Stage> stages, Duration moment) {
    List<Stage> after = new ArrayList<>();
    Duration left = moment;
    for (Stage stage : stages) {
      if (left.compareTo(Duration.ZERO) <= 0) {
        after.add(stage);
      } else if (left.compareTo(stage.duration()) < 0) {
        after.add(stage.after(left));
      }
      left = left.minus(stage.duration());
    }
    return after;
  }

  private static Duration duration(List<Stage> stages) {
    return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }
}
