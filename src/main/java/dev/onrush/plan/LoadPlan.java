package dev.onrush.plan;

import dev.onrush.plan.Hook.HookFunction;
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
 * A whole load test as a value: it can be described, previewed and tested without sending a
 * request. Immutable; each method returns a new plan.
 *
 * @param name of the run; not blank
 * @param flows at least one: users, each with a load profile; a plan that is written without flows
 *     has one of its own name
 * @param thresholds at least one that is no warning: a run that nothing judges could only pass by
 *     not looking
 * @param http the additions to Gatling's HTTP protocol, which has the target as its base address
 * @param setup what is needed around the load
 * @since 0.1.0
 */
public record LoadPlan(
    String name,
    List<Flow> flows,
    List<Threshold> thresholds,
    UnaryOperator<HttpProtocolBuilder> http,
    PlanSetup setup) {

  /**
   * A plan of one flow, without a search, and with nothing around its load.
   *
   * @throws IllegalArgumentException if something in the plan does not fit together
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
   * A plan whose parts fit together.
   *
   * @throws IllegalArgumentException if a component is null or empty, a threshold names something
   *     that the plan does not have, or something else does not fit; the message says what
   */
  public LoadPlan {
    Given.value(name, "plan name");
    flows = SearchFlows.begun(Given.values(flows, "flow"));
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
              + "\" has no phase that is counted, so there is nothing to judge; leave notCounted() out"
              + " after one of them");
    }
  }

  /** Whether it has more than one flow. */
  public boolean hasSeveralFlows() {
    return flows.size() > 1;
  }

  /** The user classes of all flows, in order. */
  public List<UserClass> classes() {
    return flows.stream().flatMap(flow -> flow.classes().stream()).toList();
  }

  /**
   * The profile of a plan that has one flow.
   *
   * @throws IllegalStateException if it has several
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
   * The load of each flow, by the time since the run's start; of a plan that searches for its
   * capacity, up to the end of the first probe.
   */
  public List<FlowLoad> loads() {
    return ScopeValidation.loads(search().isEmpty() ? flows : SearchFlows.openings(flows));
  }

  /** The user classes of a scope: those of its flow, or the one that it names. */
  public List<UserClass> classesWithin(Scope scope) {
    return flows.stream()
        .filter(flow -> scope.flow().map(flow.name()::equals).orElse(true))
        .flatMap(flow -> flow.classes().stream())
        .filter(c -> scope.userClass().map(c.name()::equals).orElse(true))
        .toList();
  }

  /** The user classes that have none of the users at the peak of a closed workload. */
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
   * The same plan with another profile of its one flow, without a search.
   *
   * @throws IllegalArgumentException if it does not fit the plan
   * @throws IllegalStateException if the plan has several flows
   */
  public LoadPlan withProfile(LoadProfile other) {
    return withFlows(List.of(only().withProfile(other)));
  }

  /**
   * The same plan with another search of the flow that it searches, or of its one flow, in place of
   * its own.
   *
   * @throws IllegalArgumentException if it does not fit the plan
   * @throws IllegalStateException if the plan has several flows, and searches none of them
   */
  public LoadPlan withSearch(CapacitySearch other) {
    Flow searched = searched().orElseGet(this::only);
    return withFlows(
        flows.stream().map(flow -> flow.equals(searched) ? flow.withSearch(other) : flow).toList());
  }

  /**
   * The same plan with other flows in place of its own.
   *
   * @throws IllegalArgumentException if they do not fit the plan
   */
  public LoadPlan withFlows(List<Flow> others) {
    return new LoadPlan(name, others, thresholds, http, setup);
  }

  /**
   * The same plan with other thresholds in place of its own.
   *
   * @throws IllegalArgumentException if they do not fit the plan
   */
  public LoadPlan withThresholds(List<Threshold> others) {
    return new LoadPlan(name, flows, others, http, setup);
  }

  /**
   * The same plan with more of Gatling's HTTP protocol: headers, proxies, redirects, connection
   * sharing.
   *
   * @throws IllegalArgumentException if it is null
   */
  public LoadPlan http(UnaryOperator<HttpProtocolBuilder> more) {
    Given.value(more, "http of plan \"" + name + "\"");
    return new LoadPlan(name, flows, thresholds, p -> more.apply(http.apply(p)), setup);
  }

  /**
   * The same plan with protocols beside HTTP: whatever Gatling's Java DSL has, such as JMS or MQTT,
   * or a plugin's. Web sockets and server-sent events come with HTTP. They are timed by Gatling, in
   * whole milliseconds, and are not warmed up.
   *
   * @throws IllegalArgumentException if one is null or of HTTP, which {@link #http} adds to, there
   *     is none, or the plan has protocols already
   */
  public LoadPlan protocols(ProtocolBuilder first, ProtocolBuilder... more) {
    List<ProtocolBuilder> all = new ArrayList<>();
    all.add(first);
    all.addAll(Arrays.asList(Given.value(more, "protocol")));
    return with(setup.withProtocols(Given.values(all, "protocol")));
  }

  /**
   * The same plan after load that warms the service up: a ramp to the first level that the profile
   * holds, in a quarter of the time, and that level. What is sent then is in no figure and no
   * threshold; charts show it hatched, and a note counts it. It follows the scale and the pace. Of
   * several flows, each begins with such load.
   *
   * @param time at least 100 ms, at most 1,000 days
   * @throws IllegalArgumentException if it is outside its range, or the plan searches for its
   *     capacity or warms the service up already
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
              + "\" searches for its capacity, whose first levels warm the service up; leave out"
              + " warmUpService(…)");
    }
    if (flows.stream()
        .flatMap(flow -> flow.profile().phases().stream())
        .anyMatch(phase -> phase.name().equals(Phase.SERVICE_WARM_UP))) {
      throw new IllegalArgumentException(
          "plan \"" + name + "\" warms the service up already; leave out one warmUpService(…)");
    }
    return withFlows(
        flows.stream()
            .map(
                flow ->
                    flow.withProfile(
                        flow.profile().withStages(Stages.warmedUp(flow.profile().stages(), time))))
            .toList());
  }

  /**
   * The same plan with steps that one user does once before the load, with the plan's protocols:
   * {@code .before(http("Reset").post("/reset").check(status().is(204)))}. They are in no
   * statistic. If they fail, or take longer than {@code onrush.setUpAtMost}, the run is refused. Of
   * a run over several injectors the coordinator does them.
   *
   * @throws IllegalArgumentException if a step is null, or the plan has a before already
   */
  public LoadPlan before(Executable first, Executable... more) {
    return with(setup.withBefore(chain("before", first, more)));
  }

  /**
   * The same plan with code that is called once before the load, in the same way.
   *
   * @throws IllegalArgumentException if it is null, or the plan has a before already
   */
  public LoadPlan before(HookFunction code) {
    return with(setup.withBefore(new Hook.Code(Given.value(code, "function of before(…)"))));
  }

  /**
   * The same plan with steps that one user does once at the end, whatever has happened: also if the
   * run was aborted or interrupted, or {@code before} has failed. A failure of theirs is a note in
   * the result.
   *
   * @throws IllegalArgumentException if a step is null, or the plan has an after already
   */
  public LoadPlan after(Executable first, Executable... more) {
    return with(setup.withAfter(chain("after", first, more)));
  }

  /**
   * The same plan with code that is called once at the end, in the same way.
   *
   * @throws IllegalArgumentException if it is null, or the plan has an after already
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
              + " flows, each with a profile of its own; ask flows()");
    }
    return flows.get(0);
  }
}
