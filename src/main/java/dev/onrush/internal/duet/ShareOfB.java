package dev.onrush.internal.duet;

import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Mix;
import dev.onrush.plan.Stage;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a plan's load that B has in a duet whose variants share it. It is a half of arrivals.
 * Of 11 users B has 5 or 6, and of 3 fixed ones 2; the other classes then share what is left.
 *
 * @param least that a figure may follow
 * @param greatest that a figure may follow
 */
record ShareOfB(double least, double greatest) {

  private static final ShareOfB HALF = new ShareOfB(0.5, 0.5);

  /** Where one of both has no user. */
  private static final ShareOfB NONE = new ShareOfB(Double.POSITIVE_INFINITY, 0);

  /**
   * The share of B in what a measure is about: its phases, and the user classes that may be within
   * its scope. Some requests of theirs may be those of any of these classes. A figure over several
   * stages follows the time of all users in them; a window may lie within any stage in which B has
   * users. A stage counts by the users at its two ends.
   *
   * @param whole the plan of one flow
   * @param b the flow of B, with the same classes and stages
   */
  static ShareOfB of(LoadPlan whole, Flow b, Measure measure) {
    Flow all = whole.flows().get(0);
    if (all.profile().isOpen()) {
      return HALF;
    }
    Scope scope = measure.scope();
    List<UserClass> within = whole.classesWithin(scope);
    int[] classes =
        IntStream.range(0, all.classes().size())
            .filter(i -> within.contains(all.classes().get(i)))
            .toArray();
    ShareOfB share = of(all, b, measure, classes);
    if (scope.subject() != Subject.ALL) {
      for (int single : classes) {
        share = share.and(of(all, b, measure, single));
      }
    }
    return share.equals(NONE) ? HALF : share;
  }

  private ShareOfB and(ShareOfB other) {
    return new ShareOfB(Math.min(least, other.least), Math.max(greatest, other.greatest));
  }

  private static ShareOfB of(Flow all, Flow b, Measure measure, int... classes) {
    ShareOfB ofAnyStage = NONE;
    double timeOfAll = 0;
    double timeOfB = 0;
    for (int i = 0; i < all.profile().stages().size(); i++) {
      Stage stage = all.profile().stages().get(i);
      if (!stage.isJump() && isMeant(stage, measure.scope())) {
        double seconds = stage.duration().toNanos() / 1e9;
        double ofAll = users(all, classes, stage);
        double ofB = users(b, classes, b.profile().stages().get(i));
        ofAnyStage = ofAnyStage.and(ofB, ofAll);
        timeOfAll += ofAll * seconds;
        timeOfB += ofB * seconds;
      }
    }
    return measure instanceof EveryWindow ? ofAnyStage : NONE.and(timeOfB, timeOfAll);
  }

  /** The same, and that of so many users or so much of their time, unless one of both has none. */
  private ShareOfB and(double ofB, double ofAll) {
    return ofB == 0 || ofAll == 0 ? this : and(new ShareOfB(ofB / ofAll, ofB / ofAll));
  }

  private static boolean isMeant(Stage stage, Scope scope) {
    return scope
        .phase()
        .map(
            phase ->
                phase.equals(Scope.STEADY_STATE)
                    ? stage.from() == stage.to()
                    : phase.equals(stage.phase()))
        .orElse(true);
  }

  /** At both ends of a stage together. */
  private static double users(Flow of, int[] classes, Stage stage) {
    Mix mix = Mix.of(of.classes());
    int[] from = mix.of((int) Math.round(stage.from()));
    int[] to = mix.of((int) Math.round(stage.to()));
    return IntStream.of(classes).mapToDouble(i -> from[i] + to[i]).sum();
  }

  /**
   * The factor on the bounds of a threshold: the least share on what has to be reached, and the
   * greatest on what must not be passed; between the two where a bound is both.
   */
  double factor(Condition condition) {
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
