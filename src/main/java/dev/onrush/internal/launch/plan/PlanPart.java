package dev.onrush.internal.launch.plan;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.plan.Flow;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserClass.Share;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percent;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * A part of a plan: some of its flows and user classes, with as many users as they have in the
 * whole plan.
 *
 * @param plan the part as a plan, with a name that says so
 * @param left the thresholds that are not judged because they need something that was left out,
 *     each with the reason
 */
public record PlanPart(LoadPlan plan, Map<Threshold, String> left) {

  /**
   * Returns a part of a plan.
   *
   * @param only names of flows and user classes; empty for the whole plan
   * @param impliedErrorRate the bound of the {@link ImpliedErrorRate} that the part gets if no
   *     threshold on all errors is left; empty for none
   * @throws IllegalArgumentException if there is no such name, or if no threshold is left
   */
  public static PlanPart of(LoadPlan whole, List<String> only, Optional<Percent> impliedErrorRate) {
    if (only.isEmpty()) {
      return new PlanPart(whole, Map.of());
    }
    List<Flow> chosen = chosen(whole, only);
    if (whole.search().isPresent()) {
      throw new IllegalArgumentException(
          "only was "
              + quoted(only)
              + ", and plan \""
              + whole.name()
              + "\" is a capacity search, which needs all users of the plan; remove the setting"
              + " only");
    }
    List<Flow> flows = chosen.stream().map(flow -> sized(flow, whole)).toList();
    List<UserClass> kept = flows.stream().flatMap(flow -> flow.classes().stream()).toList();
    List<UserClass> gone = new ArrayList<>(whole.classes());
    gone.removeIf(kept::contains);
    Needs needs = new Needs(whole.flows(), flows, gone);
    List<Threshold> judged = new ArrayList<>();
    Map<Threshold, String> left = new LinkedHashMap<>();
    for (Threshold threshold : whole.thresholds()) {
      Optional<String> missing = gone.isEmpty() ? Optional.empty() : needs.of(threshold);
      missing.ifPresentOrElse(why -> left.put(threshold, why), () -> judged.add(threshold));
    }
    if (ImpliedErrorRate.isMissing(judged)) {
      impliedErrorRate.map(ImpliedErrorRate::below).ifPresent(judged::add);
    }
    if (judged.stream().allMatch(Threshold::isWarning)) {
      throw new IllegalArgumentException(
          "only was "
              + quoted(only)
              + ", but each threshold of plan \""
              + whole.name()
              + "\" also needs users that this leaves out; name more flows or user classes, or add a"
              + " threshold on the named ones");
    }
    return new PlanPart(
        new LoadPlan(name(whole, only), flows, judged, whole.http(), whole.setup()), left);
  }

  /**
   * Returns the selected flows and user classes at the levels of the whole plan, with a threshold
   * on failures only.
   *
   * @param only names of flows and user classes; empty for the whole plan
   * @throws IllegalArgumentException if there is no such name
   */
  public static LoadPlan unsized(LoadPlan whole, List<String> only) {
    return only.isEmpty()
        ? whole
        : new LoadPlan(
            name(whole, only),
            chosen(whole, only),
            List.of(OnrushDsl.errorCount().atMost(0)),
            whole.http(),
            whole.setup());
  }

  private static String name(LoadPlan whole, List<String> only) {
    return whole.name() + " (only " + String.join(", ", only) + ")";
  }

  /** The names of the flows; empty if there is only one flow, which has no name. */
  private static List<String> flowNames(LoadPlan whole) {
    return whole.hasSeveralFlows() ? whole.flows().stream().map(Flow::name).toList() : List.of();
  }

  private static void checkNames(LoadPlan whole, List<String> only) {
    List<String> flows = flowNames(whole);
    List<String> classes = whole.classes().stream().map(UserClass::name).toList();
    for (String name : only) {
      if (!flows.contains(name) && !classes.contains(name)) {
        throw new IllegalArgumentException(
            "only was \""
                + name
                + "\"; plan \""
                + whole.name()
                + "\" has "
                + (flows.isEmpty() ? "" : "the flows " + quoted(flows) + ", and ")
                + "the user classes "
                + quoted(classes));
      }
    }
  }

  private static String quoted(List<String> names) {
    return String.join(", ", names.stream().map(name -> "\"" + name + "\"").toList());
  }

  /**
   * Returns the flows of which anything is selected, each with its selected classes, at its own
   * levels.
   */
  private static List<Flow> chosen(LoadPlan whole, List<String> only) {
    checkNames(whole, only);
    List<String> flowNames = flowNames(whole);
    return whole.flows().stream()
        .map(
            flow ->
                flowNames.contains(flow.name()) && only.contains(flow.name())
                    ? flow
                    : flow.withClasses(
                        flow.classes().stream().filter(c -> only.contains(c.name())).toList()))
        .filter(flow -> !flow.classes().isEmpty())
        .toList();
  }

  /** Returns the flow with as many users as its classes have in the whole plan. */
  private static Flow sized(Flow chosen, LoadPlan whole) {
    List<UserClass> kept = chosen.classes();
    Flow flow =
        whole.flows().stream()
            .filter(f -> f.name().equals(chosen.name()))
            .findFirst()
            .orElseThrow();
    if (kept.equals(flow.classes())) {
      return flow;
    }
    return chosen.withProfile(
        flow.profile().withLevels(level -> level(flow.classes(), kept, level)));
  }

  /**
   * Returns the share of some classes in a level of all classes. Fixed users come first; weights
   * share the rest.
   */
  private static double level(List<UserClass> all, List<UserClass> some, double level) {
    double fixed = Math.min(level, sum(all, Share::users));
    double ofFixed = sum(all, Share::users) == 0 ? 0 : part(all, some, Share::users);
    double ofWeights = sum(all, Share::parts) == 0 ? 0 : part(all, some, Share::parts);
    return fixed * ofFixed + (level - fixed) * ofWeights;
  }

  private static double part(
      List<UserClass> all, List<UserClass> some, ToIntFunction<Share> number) {
    return sum(some, number) / sum(all, number);
  }

  private static double sum(List<UserClass> classes, ToIntFunction<Share> number) {
    return classes.stream().map(UserClass::share).mapToDouble(number::applyAsInt).sum();
  }

  /** Determines whether thresholds need data from users that were left out. */
  private static final class Needs {
    private final List<Flow> whole;
    private final List<Flow> flows;
    private final List<UserClass> gone;
    private final ChainContents namesOfGone;
    private final ChainContents namesOfKept;

    /**
     * Creates the check for a part of a plan.
     *
     * @param whole the flows of the whole plan
     * @param flows the flows of the part, with the user classes that were kept
     * @param gone the user classes that were left out
     */
    Needs(List<Flow> whole, List<Flow> flows, List<UserClass> gone) {
      this.whole = whole;
      this.flows = flows;
      this.gone = gone;
      this.namesOfGone = ChainContents.of(gone);
      this.namesOfKept =
          ChainContents.of(flows.stream().flatMap(flow -> flow.classes().stream()).toList());
    }

    /**
     * Describes what the threshold needs and was left out; empty if the threshold can be judged.
     */
    Optional<String> of(Threshold threshold) {
      if (threshold.measure() instanceof Worsening) {
        return Optional.of("it compares with runs of the whole plan");
      }
      Stream<Scope> scopes =
          threshold.measure() instanceof Recovery recovery
              ? Stream.of(recovery.scope())
              : threshold.measure().figures().stream().map(Figure::scope);
      return scopes
          .flatMap(scope -> of(scope).stream())
          .findFirst()
          .or(() -> ofWindow(threshold))
          .or(() -> ofNumber(threshold));
    }

    /**
     * Describes why a threshold on windows cannot be judged: the window is longer than every flow
     * or phase that was kept, which a plan does not allow.
     */
    private Optional<String> ofWindow(Threshold threshold) {
      if (!(threshold.measure() instanceof EveryWindow window)) {
        return Optional.empty();
      }
      Scope scope = window.scope();
      Stream<Duration> times =
          scope.phase().isPresent()
              ? within(scope, flows).stream()
                  .flatMap(flow -> Phase.meant(scope, flow.profile().phases()).stream())
                  .map(Phase::duration)
              : Stream.of(
                  Phase.longestCounted(
                      scope,
                      FlowLoad.of(flows).stream()
                          .flatMap(load -> load.phases().stream())
                          .toList()));
      return times
          .max(Comparator.naturalOrder())
          .filter(longest -> window.length().compareTo(longest) > 0)
          .map(
              longest ->
                  "windows of " + Quantity.duration(window.length()) + " need a longer flow");
    }

    private Optional<String> of(Scope scope) {
      List<Flow> within = within(scope, flows);
      if (within.isEmpty()) {
        return Optional.of("it refers to flow " + scope.flow().orElse("") + ", which was left out");
      }
      Optional<String> userClass =
          scope.userClass().filter(name -> gone.stream().anyMatch(c -> c.name().equals(name)));
      if (userClass.isPresent()) {
        return Optional.of("it refers to user class " + userClass.get() + ", which was left out");
      }
      if (within.stream().noneMatch(flow -> has(flow, scope))) {
        return Optional.of("phase " + scope.phase().orElse("") + " belongs to another flow");
      }
      Subject subject = scope.subject();
      return subject
          .named()
          .filter(name -> namesOfGone.has(subject) && !namesOfKept.has(subject))
          .map(name -> kind(subject) + " " + name + " belongs to users that were left out");
    }

    private static String kind(Subject subject) {
      return switch (subject.source()) {
        case REQUESTS -> "request";
        case GROUP -> "group";
        case METRIC, SERVICE -> "metric";
      };
    }

    private static List<Flow> within(Scope scope, List<Flow> flows) {
      return flows.stream().filter(f -> scope.flow().map(f.name()::equals).orElse(true)).toList();
    }

    /**
     * Whether the flow has the phase that the scope names, or a steady state if the scope asks for
     * it.
     */
    private static boolean has(Flow flow, Scope scope) {
      return scope.phase().filter(p -> !p.equals(Phase.WIND_DOWN)).isEmpty()
          || !Phase.meant(scope, flow.profile().phases()).isEmpty();
    }

    /**
     * Describes why a number of requests or a throughput cannot be judged: it refers to all users
     * in its scope, some of whom were left out. A threshold that accepts only a count of 0 can be
     * judged. A ratio is affected if one of its figures is.
     */
    private Optional<String> ofNumber(Threshold threshold) {
      return threshold.measure().growth(2, 1) != 1
              && !threshold.measure().figures().stream()
                  .filter(figure -> figure.growth(2, 1) != 1)
                  .allMatch(figure -> isOfKeptAlone(figure.scope()))
              && !allowsNone(threshold)
          ? Optional.of("it counts all users, some of whom were left out")
          : Optional.empty();
    }

    /** Whether 0 is the only accepted count, which does not depend on the number of users. */
    private static boolean allowsNone(Threshold threshold) {
      Condition condition = threshold.condition();
      return threshold.measure().quantity() == Quantity.COUNT
          && condition.holds(0)
          && !condition.holds(1);
    }

    private boolean isOfKeptAlone(Scope scope) {
      return scope.userClass().isPresent()
          || (scope.subject().named().isPresent() && !namesOfGone.has(scope.subject()))
          || within(scope, whole).stream().filter(f -> has(f, scope)).allMatch(flows::contains);
    }
  }
}
