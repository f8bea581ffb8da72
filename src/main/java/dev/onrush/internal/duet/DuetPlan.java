package dev.onrush.internal.duet;

import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserClass.Share;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.threshold.Threshold;
import dev.onrush.threshold.Threshold.Severity;
import dev.onrush.units.Percent;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/**
 * A plan whose users are sent to two versions of a service. Its single flow becomes two, {@link
 * Variant#A} and {@link Variant#B}, each with all user classes. So the user class of a series of
 * samples identifies its variant. The thresholds of the plan judge B; A must only keep the implied
 * error rate.
 *
 * <p>Together the variants have the load of the plan, half each. Arrivals come in pairs, one for
 * each variant in random order. Concurrent users are split likewise; if their number is odd, the
 * seed decides which variant has one more. Each variant has half of a fixed number of users,
 * rounded up.
 *
 * @param plan the plan with the flows A and B
 * @param left thresholds that are not judged, each with the reason
 */
public record DuetPlan(LoadPlan plan, Map<Threshold, String> left) {

  /** Copies the map and keeps its order. */
  public DuetPlan {
    left = Collections.unmodifiableMap(new LinkedHashMap<>(left));
  }

  /**
   * Creates the duet of a plan.
   *
   * @param full whether each variant gets the whole load instead of half of it
   * @param margin a difference that does not matter; the bound of the implied thresholds on the
   *     difference if the plan has none of its own
   * @param impliedErrorRate the bound of the {@link ImpliedErrorRate} if the plan has none; empty
   *     if nothing is implied
   * @param seed the seed of the run
   * @throws IllegalArgumentException if the plan cannot run as a duet
   */
  public static DuetPlan of(
      LoadPlan whole, boolean full, Percent margin, Optional<Percent> impliedErrorRate, long seed) {
    check(whole, full);
    boolean oddIsForA = new SplittableRandom(seed).nextBoolean();
    Flow flow = whole.flows().get(0);
    List<Flow> flows = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      boolean more = (variant == Variant.A) == oddIsForA;
      flows.add(
          new Flow(
              variant.name(),
              flow.classes().stream().map(c -> of(variant, c, full)).toList(),
              full ? flow.profile() : half(flow.profile(), more),
              flow.startingAfter(),
              Optional.empty()));
    }
    List<Threshold> judged = new ArrayList<>();
    Map<Threshold, String> left = new LinkedHashMap<>();
    for (Threshold threshold : whole.thresholds()) {
      if (threshold.measure() instanceof Worsening) {
        left.put(threshold, "a duet compares B with A, not with a baseline");
      } else if (!threshold.implied()) {
        judged.add(ofB(threshold, full ? 1 : share(whole, flows.get(1), threshold)));
      }
    }
    judged.addAll(impliedErrorRates(whole.thresholds(), impliedErrorRate));
    if (judged.stream().noneMatch(t -> t.measure() instanceof WorseThanA)) {
      judged.addAll(implied(margin));
    }
    return new DuetPlan(
        new LoadPlan(whole.name(), flows, judged, whole.http(), whole.setup()), left);
  }

  /** The factor for the bounds of a threshold that judges B alone. */
  private static double share(LoadPlan whole, Flow b, Threshold threshold) {
    return LoadShare.of(whole, List.of(b), 0.5, threshold.measure()).factor(threshold.condition());
  }

  /**
   * Returns the implied error rate of A, and also that of B if the plan has no threshold of its own
   * on all errors. If A answers nothing, there is nothing to compare B with; and over both variants
   * together, only half of the requests would then fail.
   */
  private static List<Threshold> impliedErrorRates(
      List<Threshold> ofPlan, Optional<Percent> bound) {
    List<Threshold> own = ofPlan.stream().filter(t -> !t.implied()).toList();
    Optional<Threshold> implied =
        ofPlan.stream()
            .filter(Threshold::implied)
            .findFirst()
            .or(() -> bound.map(ImpliedErrorRate::below));
    List<Variant> variants =
        ImpliedErrorRate.isMissing(own) ? List.of(Variant.values()) : List.of(Variant.A);
    return implied.stream()
        .flatMap(threshold -> variants.stream().map(variant -> in(variant, threshold)))
        .toList();
  }

  private static Threshold in(Variant variant, Threshold threshold) {
    return threshold.with(
        threshold.measure().mapped(figure -> figure.with(figure.scope().inFlow(variant.name()))));
  }

  /** Returns the thresholds on the difference for a plan that has none of its own. */
  private static List<Threshold> implied(Percent margin) {
    Statistic p95 = new AtPercentile(Percentile.P95);
    return List.of(implied(p95, margin.value()), implied(Simple.ERROR_RATE, margin.value() / 10));
  }

  private static Threshold implied(Statistic statistic, double bound) {
    return new Threshold(
        new WorseThanA(new Figure(statistic, Scope.ALL.of(Subject.EACH_REQUEST))),
        new Bound(Comparison.AT_MOST, bound),
        Optional.empty(),
        Severity.CRITICAL,
        Optional.empty(),
        true);
  }

  private static void check(LoadPlan whole, boolean full) {
    String plan = "plan \"" + whole.name() + "\" ";
    if (whole.search().isPresent()) {
      throw new IllegalArgumentException(
          plan
              + "searches for its capacity, but a duet needs a load that is known beforehand; leave"
              + " out \"against\", or give the plan a load profile");
    }
    if (whole.hasSeveralFlows()) {
      throw new IllegalArgumentException(
          plan
              + "has several flows ("
              + String.join(", ", whole.flows().stream().map(Flow::name).toList())
              + "), but a duet runs only one; select it, for example with -Donly="
              + whole.flows().get(0).name());
    }
    if (!full && !whole.profile().isOpen() && Math.round(whole.profile().peak()) < 2) {
      throw new IllegalArgumentException(
          plan
              + "has 1 user at its peak, but in a duet A and B share the users; raise the peak to 2"
              + " or more, or give each variant the whole load with -Dduet=full");
    }
    if (!full) {
      checkFixed(whole, plan);
      checkThroughput(whole, plan);
    }
  }

  /**
   * Checks that one user more or less does not decide a threshold on throughput. Of 11 users, one
   * variant has 5 and the other 6, so its throughput is lower by a sixth although nothing is
   * slower. What is sent at a level that is not counted is not compared.
   */
  private static void checkThroughput(LoadPlan whole, String plan) {
    if (whole.profile().isOpen()) {
      return;
    }
    double[] odd =
        CountedLoad.of(whole.profile()).stages().stream()
            .flatMapToDouble(stage -> DoubleStream.of(stage.from(), stage.to()))
            .filter(DuetPlan::isOdd)
            .toArray();
    for (Threshold threshold : whole.thresholds()) {
      OptionalDouble users =
          DoubleStream.of(odd)
              .filter(n -> 100 / ((n + 1) / 2) > Duet.tolerance(threshold))
              .findFirst();
      if (threshold.measure() instanceof WorseThanA worse
          && worse.figure().statistic() == Simple.THROUGHPUT
          && users.isPresent()) {
        throw new IllegalArgumentException(
            plan
                + "compares throughput (\""
                + threshold
                + "\"), but has a level of "
                + Quantity.count(Math.round(users.getAsDouble()), "user")
                + ", of which A and B cannot have the same number; use an even number at each level,"
                + " or give each variant the whole load with -Dduet=full");
      }
    }
  }

  /**
   * Checks that the fixed users of each variant fit into its half of the load, as the fixed users
   * of a plan must fit into the whole load.
   */
  private static void checkFixed(LoadPlan whole, String plan) {
    List<Share> shares = whole.classes().stream().map(UserClass::share).toList();
    long fixedOfEach = shares.stream().map(DuetPlan::half).mapToLong(Share::users).sum();
    if (fixedOfEach > Math.round(half(whole.profile(), false).peak())) {
      throw new IllegalArgumentException(
          plan
              + "has "
              + Quantity.count(shares.stream().mapToLong(Share::users).sum(), "fixed user")
              + "; in a duet each variant gets half of each class, rounded up, which is "
              + Quantity.count(fixedOfEach, "user")
              + ", but only half of the "
              + Quantity.count(Math.round(whole.profile().peak()), "user")
              + " at the peak; raise the peak to "
              + Quantity.count(2 * fixedOfEach)
              + " or more, or give each variant the whole load with -Dduet=full");
    }
  }

  private static UserClass of(Variant variant, UserClass written, boolean full) {
    return new UserClass(
        variant.of(written.name()),
        full ? written.share() : half(written.share()),
        written.tasks(),
        written.thinkTime(),
        written.pacing(),
        written.onStart(),
        written.onStop());
  }

  private static Share half(Share whole) {
    return whole.isFixed() ? new Share.Fixed((whole.users() + 1) / 2) : whole;
  }

  private static LoadProfile half(LoadProfile whole, boolean more) {
    return whole.isOpen() ? whole.scaled(0.5) : whole.withLevels(users -> half(users, more));
  }

  /** Returns half of the users. Whole users stay whole: of 5, one variant has 3 and the other 2. */
  private static double half(double users, boolean more) {
    return isOdd(users) ? (more ? (users + 1) / 2 : (users - 1) / 2) : users / 2;
  }

  private static boolean isOdd(double users) {
    return users % 2 == 1;
  }

  /**
   * Returns the threshold for B alone; a threshold on the difference stays as it is.
   *
   * @param share the share of the plan's load that B has
   */
  private static Threshold ofB(Threshold threshold, double share) {
    if (threshold.measure() instanceof WorseThanA) {
      return threshold;
    }
    Threshold sized = threshold.scaled(share, 1);
    return sized.with(ofB(sized.measure()));
  }

  private static Measure ofB(Measure measure) {
    return measure instanceof Recovery recovery
        ? new Recovery(recovery.phase(), Optional.of(Variant.B.name()))
        : measure.mapped(figure -> figure.with(ofB(figure)));
  }

  private static Scope ofB(Figure figure) {
    Scope scope = figure.scope();
    if (scope.subject().source() == Source.SERVICE && scope.phase().isEmpty()) {
      return scope; // it is read from B
    }
    Scope ofClass = scope.userClass().map(c -> scope.by(Variant.B.of(c))).orElse(scope);
    return ofClass.inFlow(Variant.B.name());
  }
}
