package dev.onrush.internal.duet;

import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Mix;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The share of a plan's load that remains at another size of the plan: at a scale, or for B in a
 * duet whose variants share the load. Each user class has its own share. For arrivals it is the
 * scaling factor. For concurrent users it is their time at this size divided by their time in the
 * plan. Users are whole numbers, and fixed users are placed first. Of 11 users B has 5 or 6, and of
 * 3 fixed users 2. Of 20 users with 5 fixed ones, a scale of 0.5 leaves 10: the 5 fixed users and a
 * third of the 15 others.
 *
 * @param least the smallest share of a class
 * @param greatest the greatest share of a class
 * @param together the share of all users, as if each user did as much as any other: the middle
 *     between the smallest and the greatest share of arrivals and concurrent users, and for windows
 *     of single stages
 */
public record LoadShare(double least, double greatest, double together) {

  /** A ramp with more levels than this is evaluated in steps of several levels. */
  private static final int LEVELS = 1_000;

  /** The range from the least to the greatest of several shares. */
  private record Range(double least, double greatest) {

    /** The range if there is no user at one of the two sizes. */
    static final Range NONE = new Range(Double.POSITIVE_INFINITY, 0);

    static Range of(double share) {
      return new Range(share, share);
    }

    /**
     * The ratio of a user time at the other size to the planned one; {@link #NONE} if one of them
     * is 0.
     */
    static Range of(double planned, double sized) {
      return planned == 0 || sized == 0 ? NONE : of(sized / planned);
    }

    Range and(Range other) {
      return new Range(Math.min(least, other.least), Math.max(greatest, other.greatest));
    }

    double middle() {
      return (least + greatest) / 2;
    }
  }

  /** The time that the users of each class spend in one stage. */
  private static final class StageTime {
    private final List<UserClass> classes;
    private final double[] planned;
    private final double[] sized;

    /**
     * Creates the times of the user classes of a plan.
     *
     * @param planned the time in the plan, by the position of the class
     * @param sized the time at the other size if the stage is as long, by the position of the class
     */
    StageTime(List<UserClass> classes, double[] planned, double[] sized) {
      this.classes = classes;
      this.planned = planned;
      this.sized = sized;
    }

    double planned(List<UserClass> of) {
      return sum(planned, of);
    }

    double sized(List<UserClass> of) {
      return sum(sized, of);
    }

    private double sum(double[] time, List<UserClass> of) {
      double sum = 0;
      for (int i = 0; i < time.length; i++) {
        sum += of.contains(classes.get(i)) ? time[i] : 0;
      }
      return sum;
    }
  }

  /**
   * Returns the share of the load that a measure judges: in its phases, and of the user classes
   * that may have samples within its scope. A figure over several stages follows the time of the
   * users in all of them; a window may lie within any stage that has users. A class without users
   * at one of the two sizes counts only together with the others.
   *
   * @param plan in its own size
   * @param sized the flows at the other size, with the same classes and stages, in the same order
   * @param factor the factor for arrival rates, and for the levels of a search
   */
  public static LoadShare of(LoadPlan plan, List<Flow> sized, double factor, Measure measure) {
    List<UserClass> within = classes(plan, measure.scope());
    List<StageTime> stages = new ArrayList<>();
    Range together = Range.NONE;
    for (int i = 0; i < sized.size(); i++) {
      Flow flow = plan.flows().get(i);
      List<UserClass> asked = flow.classes().stream().filter(within::contains).toList();
      if (asked.isEmpty()) {
        continue;
      }
      List<Phase> times = judgedTimes(plan, flow, measure.scope());
      if (flow.search().isPresent()) {
        together = together.and(searched(asked, factor));
      } else if (flow.profile().isOpen()) {
        together = together.and(stagesIn(times, flow).isEmpty() ? Range.NONE : Range.of(factor));
      } else {
        stages.addAll(stages(flow, sized.get(i), times));
      }
    }
    together = together.and(of(stages, within, measure));
    Range each = together;
    for (UserClass single : within) {
      each = each.and(of(stages, List.of(single), measure));
    }
    return together.equals(Range.NONE)
        ? new LoadShare(factor, factor, factor)
        : new LoadShare(each.least, each.greatest, together.middle());
  }

  /**
   * The user classes that may have samples within a scope; all classes of its flow or class if none
   * is known to have any.
   */
  private static List<UserClass> classes(LoadPlan plan, Scope scope) {
    List<UserClass> within = plan.classesWithin(scope);
    List<UserClass> having =
        within.stream().filter(c -> ChainContents.of(List.of(c)).mayHave(scope.subject())).toList();
    return having.isEmpty() ? within : having;
  }

  /**
   * The times in which a measure judges a flow. The probes of a search are judged while the other
   * flows hold their levels.
   */
  private static List<Phase> judgedTimes(LoadPlan plan, Flow flow, Scope scope) {
    if (plan.search().isPresent()) {
      return flow.profile().holds();
    }
    return Phase.meant(scope, flow.profile().phases()).stream()
        .filter(phase -> scope.phase().isPresent() || phase.isCounted())
        .toList();
  }

  /**
   * The share of the searched flow. Each level of a search has all fixed users, and more or fewer
   * others.
   */
  private static Range searched(List<UserClass> asked, double factor) {
    return asked.stream()
        .map(userClass -> Range.of(userClass.share().isFixed() ? 1 : factor))
        .reduce(Range.NONE, Range::and);
  }

  private static List<StageTime> stages(Flow flow, Flow sized, List<Phase> times) {
    Mix planned = Mix.of(flow.classes());
    Mix other = Mix.of(sized.classes());
    List<StageTime> stages = new ArrayList<>();
    for (int i : stagesIn(times, flow)) {
      Stage stage = flow.profile().stages().get(i);
      double time = stage.duration().toNanos();
      stages.add(
          new StageTime(
              flow.classes(),
              times(planned, stage, time),
              times(other, sized.profile().stages().get(i), time)));
    }
    return stages;
  }

  /** The positions of the stages of a flow that lie within these times, which are in order. */
  private static List<Integer> stagesIn(List<Phase> times, Flow flow) {
    List<Integer> within = new ArrayList<>();
    List<Stage> stages = flow.profile().stages();
    Duration at = Duration.ZERO;
    int next = 0;
    for (int i = 0; i < stages.size(); i++) {
      Duration start = at;
      at = start.plus(stages.get(i).duration());
      while (next < times.size() && times.get(next).end().compareTo(start) <= 0) {
        next++;
      }
      if (!stages.get(i).isJump()
          && next < times.size()
          && times.get(next).start().compareTo(start) <= 0) {
        within.add(i);
      }
    }
    return within;
  }

  /**
   * The time of the users of each class in a stage. A ramp has each whole number of users for as
   * long as its level is nearer to this number than to another: from 0 to 14 users in 60 s, 1 user
   * for 4.3 s.
   */
  private static double[] times(Mix mix, Stage stage, double duration) {
    double low = Math.min(stage.from(), stage.to());
    double high = Math.max(stage.from(), stage.to());
    int first = (int) Math.round(low);
    int last = (int) Math.round(high);
    int step = 1 + (last - first) / LEVELS;
    double[] times = new double[mix.of(first).length];
    for (int level = first; level <= last; level += step) {
      double part =
          low == high
              ? 1
              : (Math.min(high, level + step - 0.5) - Math.max(low, level - 0.5)) / (high - low);
      int[] users = mix.of(Math.min(last, level + step / 2));
      for (int i = 0; i < times.length; i++) {
        times[i] += users[i] * part * duration;
      }
    }
    return times;
  }

  private static Range of(List<StageTime> stages, List<UserClass> among, Measure measure) {
    Range ofAnyStage = Range.NONE;
    double planned = 0;
    double sized = 0;
    for (StageTime stage : stages) {
      ofAnyStage = ofAnyStage.and(Range.of(stage.planned(among), stage.sized(among)));
      planned += stage.planned(among);
      sized += stage.sized(among);
    }
    return measure instanceof EveryWindow ? ofAnyStage : Range.of(planned, sized);
  }

  /**
   * Returns the factor for the bounds of a threshold: the smallest share for a lower bound, the
   * greatest share for an upper bound, and the share of all users for a bound that is both.
   */
  public double factor(Condition condition) {
    return condition instanceof Bound bound
        ? switch (bound.comparison()) {
          case BELOW, AT_MOST -> greatest;
          case ABOVE, AT_LEAST -> least;
          case EQUAL -> together;
        }
        : together;
  }
}
