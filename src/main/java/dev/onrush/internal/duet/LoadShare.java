package dev.onrush.internal.duet;

import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Mix;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Stage;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a plan's load that comes at another size of the plan: at a scale, or to B in a duet
 * whose variants share the load. Each user class has a share of its own. Of arrivals it is the
 * factor; of concurrent users, their time at this size divided by that in the plan. Users are
 * whole, and those of a fixed number come first. Of 11 users B has 5 or 6, and of 3 fixed ones 2;
 * of 20 users, 5 of them fixed, a scale of 0.5 leaves 10, which are 5 and a third of the 15 others.
 *
 * @param least of a class
 * @param greatest of a class
 * @param together of all users, as if each of them did as much as any other; the middle of that of
 *     arrivals and that of concurrent users, and in windows of those of single stages
 */
public record LoadShare(double least, double greatest, double together) {

  /** More levels of a ramp than this are taken several at once. */
  private static final int LEVELS = 1_000;

  /** From the least to the greatest of some shares. */
  private record Range(double least, double greatest) {

    /** Where one of both sizes has no user. */
    static final Range NONE = new Range(Double.POSITIVE_INFINITY, 0);

    static Range of(double share) {
      return new Range(share, share);
    }

    /** Of so much time of users; none if one of both is 0. */
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

  /** The time of the users of each class in one stage. */
  private static final class StageTime {
    private final List<UserClass> classes;
    private final double[] planned;
    private final double[] sized;

    /**
     * Those of the classes of a plan.
     *
     * @param planned by the position of their class
     * @param sized the same at the other size, if it took as long
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
   * The share in what a measure is about: its phases, and the user classes that may have samples
   * within its scope. A figure over several stages follows the time of users in all of them; a
   * window may lie within any stage in which there are users. A class that has none at one of both
   * sizes counts with the others only.
   *
   * @param plan in its own size
   * @param sized the flows at the other size, with the same classes and stages, in the same order
   * @param factor on rates, and on the levels of a search
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

  /** Those that may have samples within a scope; all of its flow or class, if none is known to. */
  private static List<UserClass> classes(LoadPlan plan, Scope scope) {
    List<UserClass> within = plan.classesWithin(scope);
    List<UserClass> having =
        within.stream().filter(c -> ChainContents.of(List.of(c)).mayHave(scope.subject())).toList();
    return having.isEmpty() ? within : having;
  }

  /**
   * When a measure looks at a flow. The probes of a search are judged while the flows beside the
   * searched one hold their levels.
   */
  private static List<Phase> judgedTimes(LoadPlan plan, Flow flow, Scope scope) {
    if (plan.search().isPresent()) {
      return flow.profile().holds();
    }
    return Phase.meant(scope, flow.profile().phases()).stream()
        .filter(phase -> scope.phase().isPresent() || phase.isCounted())
        .toList();
  }

  /** Each level of a search has the fixed users, and more or fewer of the others. */
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
   * The time of the users of each class. A ramp has each whole number of users for as long as its
   * level is nearer to it than to another: from 0 to 14 users in 60 s, 1 user for 4.3 s.
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
   * The factor on the bounds of a threshold: the least share on what has to be reached, and the
   * greatest on what must not be passed; that of all users where a bound is both.
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
