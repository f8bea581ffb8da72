package dev.onrush.plan;

import dev.onrush.plan.Hook.HookFunction;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.gatling.javaapi.core.exec.Executable;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A complete load test as a value, which can be described, previewed and tested without sending a
 * request. Immutable; each method that changes something returns a new plan.
 *
 * @param name the name of the plan and of its runs; not blank
 * @param flows at least one flow, each with users and a load profile; a plan that is written
 *     without flows has one flow, which has the name of the plan
 * @param thresholds at least one threshold that is not a warning, because a run that nothing judges
 *     could never fail
 * @param http the additions to Gatling's HTTP protocol, whose base address is the target
 * @param setup the actions before and after the load, and the protocols in addition to HTTP
 * @since 0.1.0
 */
public record LoadPlan(
    String name,
    List<Flow> flows,
    List<Threshold> thresholds,
    UnaryOperator<HttpProtocolBuilder> http,
    PlanSetup setup) {

  /**
   * Creates a plan of one flow, without a search and without a setup.
   *
   * @throws IllegalArgumentException if the parts of the plan do not fit together
   */
  public LoadPlan(
      String name,
      List<UserClass> classes,
      LoadProfile profile,
      List<Threshold> thresholds,
      UnaryOperator<HttpProtocolBuilder> http) {
    this(name, List.of(new Flow(name, classes, profile)), thresholds, http, PlanSetup.NONE);
  }

  /**
   * Creates a plan whose parts fit together.
   *
   * @throws IllegalArgumentException if a component is null or empty, a threshold names something
   *     that the plan does not have, or other parts do not fit together; the message says which
   */
  public LoadPlan {
    Given.value(name, "plan name");
    flows = SearchFlows.withSearchPostponed(Given.values(flows, "flow"));
    thresholds = Given.values(thresholds, "threshold");
    Given.value(http, "http of plan \"" + name + "\"");
    Given.value(setup, "setup of plan \"" + name + "\"");
    new PlanValidation(name, flows, thresholds).check();
    if (flows.stream()
        .flatMap(flow -> flow.profile().phases().stream())
        .noneMatch(Phase::isCounted)) {
      throw new IllegalArgumentException(
          "plan \""
              + name
              + "\" has no phase that is counted, so there is nothing to judge; remove notCounted()"
              + " from one of its stages");
    }
  }

  /** Whether the plan has more than one flow. */
  public boolean hasSeveralFlows() {
    return flows.size() > 1;
  }

  /** The user classes of all flows, in order. */
  public List<UserClass> classes() {
    return flows.stream().flatMap(flow -> flow.classes().stream()).toList();
  }

  /**
   * The profile of the only flow of the plan.
   *
   * @throws IllegalStateException if the plan has several flows
   */
  public LoadProfile profile() {
    return only().profile();
  }

  /** The search for the capacity, if the plan has one in place of a profile. */
  public Optional<CapacitySearch> search() {
    return searched().flatMap(Flow::search);
  }

  /** The flow whose capacity the plan searches for, while its other flows hold their levels. */
  public Optional<Flow> searched() {
    return flows.stream().filter(flow -> flow.search().isPresent()).findFirst();
  }

  /**
   * The load of each flow over the time since the start of the run. If the plan searches for its
   * capacity, the load ends with the rest after the first probe.
   */
  public List<FlowLoad> loads() {
    return FlowLoad.of(search().isEmpty() ? flows : SearchFlows.untilFirstProbe(flows));
  }

  /**
   * The user classes within a scope: all user classes of the plan, restricted to the flow and to
   * the user class that the scope names.
   */
  public List<UserClass> classesWithin(Scope scope) {
    return flows.stream()
        .filter(flow -> scope.flow().map(flow.name()::equals).orElse(true))
        .flatMap(flow -> flow.classes().stream())
        .filter(c -> scope.userClass().map(c.name()::equals).orElse(true))
        .toList();
  }

  /** The user classes that have no user even at the peak of a closed workload. */
  public List<UserClass> classesWithoutUsers() {
    return flows.stream().flatMap(flow -> withoutUsers(flow).stream()).toList();
  }

  private static List<UserClass> withoutUsers(Flow flow) {
    if (flow.profile().isOpen()) {
      return List.of();
    }
    int[] users = Mix.of(flow.classes()).of((int) Math.round(flow.profile().peak()));
    return IntStream.range(0, users.length)
        .filter(i -> users[i] == 0)
        .mapToObj(flow.classes()::get)
        .toList();
  }

  /** The time from the run's start to the end of the flow that ends last. */
  public Duration duration() {
    return flows.stream().map(Flow::end).max(Comparator.naturalOrder()).orElseThrow();
  }

  /**
   * Returns this plan with another profile for its only flow, and without a search.
   *
   * @throws IllegalArgumentException if the profile does not fit the plan
   * @throws IllegalStateException if the plan has several flows
   */
  public LoadPlan withProfile(LoadProfile other) {
    return withFlows(List.of(only().withProfile(other)));
  }

  /**
   * Returns this plan with another search for the flow that it searches, or for its only flow.
   *
   * @throws IllegalArgumentException if the search does not fit the plan
   * @throws IllegalStateException if the plan has several flows and does not search any of them
   */
  public LoadPlan withSearch(CapacitySearch other) {
    Flow searched = searched().orElseGet(this::only);
    return withFlows(
        flows.stream().map(flow -> flow.equals(searched) ? flow.withSearch(other) : flow).toList());
  }

  /**
   * Returns this plan with other flows in place of its own.
   *
   * @throws IllegalArgumentException if the flows do not fit the plan
   */
  public LoadPlan withFlows(List<Flow> others) {
    return new LoadPlan(name, others, thresholds, http, setup);
  }

  /**
   * Returns this plan with other thresholds in place of its own.
   *
   * @throws IllegalArgumentException if the thresholds do not fit the plan
   */
  public LoadPlan withThresholds(List<Threshold> others) {
    return new LoadPlan(name, flows, others, http, setup);
  }

  /**
   * Returns this plan with more settings of Gatling's HTTP protocol: headers, proxies, redirects,
   * connection sharing.
   *
   * @throws IllegalArgumentException if {@code more} is null
   */
  public LoadPlan http(UnaryOperator<HttpProtocolBuilder> more) {
    Given.value(more, "http of plan \"" + name + "\"");
    return new LoadPlan(name, flows, thresholds, p -> more.apply(http.apply(p)), setup);
  }

  /**
   * Returns this plan with protocols in addition to HTTP: any protocol of Gatling's Java DSL, such
   * as JMS or MQTT, or of a plugin. Web sockets and server-sent events are part of HTTP. Requests
   * of the additional protocols are timed by Gatling, in whole milliseconds, and are not sent by
   * the generator's warm-up.
   *
   * @throws IllegalArgumentException if a protocol is null or is HTTP, to which {@link #http} adds,
   *     or if the plan has additional protocols already
   */
  public LoadPlan protocols(ProtocolBuilder first, ProtocolBuilder... more) {
    List<ProtocolBuilder> all = new ArrayList<>();
    all.add(first);
    all.addAll(Arrays.asList(Given.value(more, "protocol")));
    return with(setup.withProtocols(Given.values(all, "protocol")));
  }

  /**
   * Returns this plan with load before it that warms the service up: a ramp to the first level that
   * the profile holds, in a quarter of the time, and then this level. The requests of the warm-up
   * are in no figure and no threshold; charts show it hatched, and a note says how many requests it
   * had. The scale and the pace apply to it. In a plan of several flows, each flow begins with a
   * warm-up.
   *
   * @param time at least 100 ms, at most 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range, or the plan searches for
   *     its capacity or warms the service up already
   */
  public LoadPlan warmUpService(Duration time) {
    if (Given.time(time, "warm-up of the service").compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException(
          "warm-up of the service was "
              + Quantity.duration(time)
              + "; it must be at least 100 ms, such as ofSeconds(30)");
    }
    if (search().isPresent()) {
      throw new IllegalArgumentException(
          "plan \""
              + name
              + "\" searches for its capacity, and the first levels of the search warm the service"
              + " up; remove warmUpService(…)");
    }
    if (flows.stream()
        .flatMap(flow -> flow.profile().phases().stream())
        .anyMatch(phase -> phase.name().equals(Phase.SERVICE_WARM_UP))) {
      throw new IllegalArgumentException(
          "plan \"" + name + "\" already warms the service up; remove one warmUpService(…)");
    }
    return withFlows(
        flows.stream().map(flow -> flow.withProfile(flow.profile().warmedUp(time))).toList());
  }

  /**
   * Returns this plan with steps that one user performs once before the load, with the plan's
   * protocols: {@code .before(http("Reset").post("/reset").check(status().is(204)))}. The steps are
   * in no statistic. If they fail, or take longer than {@code onrush.setUpAtMost}, the run is
   * refused. In a run over several injectors, the coordinator performs them.
   *
   * @throws IllegalArgumentException if a step is null, or the plan has a {@code before} already
   */
  public LoadPlan before(Executable first, Executable... more) {
    return with(setup.withBefore(chain("before", first, more)));
  }

  /**
   * Returns this plan with code that is called once before the load, under the same conditions as
   * the steps of {@link #before(Executable, Executable...)}.
   *
   * @throws IllegalArgumentException if {@code code} is null, or the plan has a {@code before}
   *     already
   */
  public LoadPlan before(HookFunction code) {
    return with(setup.withBefore(new Hook.Code(Given.value(code, "function of before(…)"))));
  }

  /**
   * Returns this plan with steps that one user performs once at the end, whatever has happened:
   * also if the run was aborted or interrupted, or if {@code before} failed. If the steps fail, the
   * result contains a note.
   *
   * @throws IllegalArgumentException if a step is null, or the plan has an {@code after} already
   */
  public LoadPlan after(Executable first, Executable... more) {
    return with(setup.withAfter(chain("after", first, more)));
  }

  /**
   * Returns this plan with code that is called once at the end, under the same conditions as the
   * steps of {@link #after(Executable, Executable...)}.
   *
   * @throws IllegalArgumentException if {@code code} is null, or the plan has an {@code after}
   *     already
   */
  public LoadPlan after(HookFunction code) {
    return with(setup.withAfter(new Hook.Code(Given.value(code, "function of after(…)"))));
  }

  private static Hook chain(String of, Executable first, Executable... more) {
    String step = "step of " + of + "(…)";
    List<Executable> steps = new ArrayList<>();
    steps.add(first);
    steps.addAll(Arrays.asList(Given.value(more, step)));
    List<Executable> given = Given.values(steps, step);
    return new Hook.Chain(
        CoreDsl.exec(given.get(0), given.subList(1, given.size()).toArray(Executable[]::new)));
  }

  private LoadPlan with(PlanSetup other) {
    return new LoadPlan(name, flows, thresholds, http, other);
  }

  private Flow only() {
    if (hasSeveralFlows()) {
      throw new IllegalStateException(
          "plan \""
              + name
              + "\" has "
              + flows.size()
              + " flows, each with its own profile; call flows()");
    }
    return flows.get(0);
  }
}
