package dev.onrush.internal.duet;

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
import dev.onrush.threshold.Subject;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a plan's load that comes at another size of the plan: at a scale, or to B in a duet
 * whose variants share the load. Of arrivals it is the factor. Concurrent users are whole, and
 * those of a fixed number come first. Of 11 users B has 5 or 6, and of 3 fixed ones 2; of 20 users,
 * 5 of them fixed, a scale of 0.5 leaves 10, which are 5 and a third of the 15 others.
 *
 * @param least that a figure may follow
 * @param greatest that a figure may follow
 */
public record LoadShare(double least, double greatest) {

  /** Where one of both sizes has no user. */
  private static final LoadShare NONE = new LoadShare(Double.POSITIVE_INFINITY, 0);

  /**
   * Users of each class in one stage, at its two ends together.
   *
   * @param classes of the plan
   * @param planned by the position of their class
   * @param sized the same at the other size
   * @param time a weight: how long the stage is
   */
  private record StageUsers(List<UserClass> classes, int[] planned, int[] sized, double time) {

    double planned(List<UserClass> of) {
      return sum(planned, of);
    }

    double sized(List<UserClass> of) {
      return sum(sized, of);
    }

    private double sum(int[] users, List<UserClass> of) {
      double sum = 0;
      for (int i = 0; i < users.length; i++) {
        sum += of.contains(classes.get(i)) ? users[i] : 0;
      }
      return sum;
    }
  }

  /**
   * The share in what a measure is about: its phases, and the user classes that may be within its
   * scope. Some requests of theirs may be those of any of these classes. A figure over several
   * stages follows the time of all users in them; a window may lie within any stage in which there
   * are users.
   *
   * @param plan in its own size
   * @param sized the flows at the other size, with the same classes and stages, in the same order
   * @param factor on rates
   */
  public static LoadShare of(LoadPlan plan, List<Flow> sized, double factor, Measure measure) {
    Scope scope = measure.scope();
    List<UserClass> within = plan.classesWithin(scope);
    List<StageUsers> stages = new ArrayList<>();
    LoadShare share = NONE;
    for (int i = 0; i < sized.size(); i++) {
      Flow flow = plan.flows().get(i);
      if (flow.classes().stream().anyMatch(within::contains)) {
        if (flow.profile().isOpen()) {
          share = share.and(ofArrivals(flow, scope, factor));
        } else {
          stages.addAll(users(flow, sized.get(i), scope));
        }
      }
    }
    share = share.and(of(stages, within, measure));
    if (scope.subject() != Subject.ALL) {
      for (UserClass single : within) {
        share = share.and(of(stages, List.of(single), measure));
      }
    }
    return share.equals(NONE) ? new LoadShare(factor, factor) : share;
  }

  private LoadShare and(LoadShare other) {
    return new LoadShare(Math.min(least, other.least), Math.max(greatest, other.greatest));
  }

  private static LoadShare ofArrivals(Flow flow, Scope scope, double factor) {
    return flow.profile().stages().stream().anyMatch(stage -> isMeant(stage, scope))
        ? new LoadShare(factor, factor)
        : NONE;
  }

  private static List<StageUsers> users(Flow flow, Flow sized, Scope scope) {
    List<StageUsers> users = new ArrayList<>();
    for (int i = 0; i < flow.profile().stages().size(); i++) {
      Stage stage = flow.profile().stages().get(i);
      if (isMeant(stage, scope)) {
        users.add(
            new StageUsers(
                flow.classes(),
                users(flow, stage),
                users(sized, sized.profile().stages().get(i)),
                stage.duration().toMillis()));
      }
    }
    return users;
  }

  private static boolean isMeant(Stage stage, Scope scope) {
    return !stage.isJump()
        && scope
            .phase()
            .map(
                phase ->
                    phase.equals(Scope.STEADY_STATE)
                        ? stage.from() == stage.to() && Phase.isCounted(stage.phase())
                        : phase.equals(stage.phase()))
            .orElse(Phase.isCounted(stage.phase()));
  }

  private static int[] users(Flow of, Stage stage) {
    Mix mix = Mix.of(of.classes());
    int[] users = mix.of((int) Math.round(stage.from()));
    int[] to = mix.of((int) Math.round(stage.to()));
    for (int i = 0; i < users.length; i++) {
      users[i] += to[i];
    }
    return users;
  }

  private static LoadShare of(List<StageUsers> stages, List<UserClass> among, Measure measure) {
    LoadShare ofAnyStage = NONE;
    double planned = 0;
    double sized = 0;
    for (StageUsers stage : stages) {
      ofAnyStage = ofAnyStage.and(of(stage.planned(among), stage.sized(among)));
      planned += stage.planned(among) * stage.time();
      sized += stage.sized(among) * stage.time();
    }
    return measure instanceof EveryWindow ? ofAnyStage : of(planned, sized);
  }

  /** That of so many users, or so much of their time; none if one of both is 0. */
  private static LoadShare of(double planned, double sized) {
    return planned == 0 || sized == 0 ? NONE : new LoadShare(sized / planned, sized / planned);
  }

  /**
   * The factor on the bounds of a threshold: the least share on what has to be reached, and the
   * greatest on what must not be passed; between the two where a bound is both.
   */
  public double factor(Condition condition) {
    return condition instanceof Bound bound
        ? switch (bound.comparison()) {
          case BELOW, AT_MOST -> greatest;
          case ABOVE, AT_LEAST -> least;
          case EQUAL -> middle();
        }
        : middle();
  }

  private double middle() {
    return (least + greatest) / 2;
  }
}
