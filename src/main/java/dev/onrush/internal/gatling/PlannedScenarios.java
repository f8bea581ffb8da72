package dev.onrush.internal.gatling;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.EffectiveProfile;
import dev.onrush.internal.gatling.arrival.ArrivalScheduler;
import dev.onrush.internal.gatling.arrival.ExternalScenario;
import dev.onrush.internal.gatling.arrival.PlannedInjection;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.gatling.chain.Feeds;
import dev.onrush.internal.gatling.chain.UserLoop;
import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.gatling.user.Population.Twin;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import dev.onrush.profile.LoadProfile;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The scenarios of Gatling for a plan: each user class is a scenario with an injection profile of
 * Onrush.
 */
public final class PlannedScenarios {

  private final LoadPlan plan;
  private final long seed;
  private final Slice slice;
  private final List<PlanClock> clocks;
  private final List<Feeds> feeds;
  private final boolean twins;
  private volatile Consumer<String> troubles = what -> {};
  private final List<Population> classes = new ArrayList<>();
  private Function<Flow, Optional<HttpProtocolBuilder>> http = flow -> Optional.empty();

  private PlannedScenarios(LoadPlan plan, long seed, Slice slice, boolean twins) {
    this.plan = plan;
    this.twins = twins;
    this.seed = seed;
    this.slice = slice;
    this.clocks =
        plan.flows().stream()
            .map(flow -> new PlanClock(schedule(flow, flow.profileInRun(), slice)))
            .toList();
    var feeders = ChainContents.feeds(plan);
    Feeds shared = Feeds.of(feeders, slice);
    this.feeds =
        plan.flows().stream()
            .map(flow -> twins ? Feeds.ofTwin(feeders, seed, slice) : shared)
            .toList();
  }

  /**
   * Creates the scenarios of one slice of a plan. Users have the same ordinals as in the whole
   * plan, so that no random choice and no user id occurs in two slices of one seed. The records of
   * feeders are divided in the same way.
   *
   * @param seed the seed of task picks, think times and random arrivals; the same for all slices
   * @throws IllegalArgumentException if a feeder has fewer records than there are slices
   */
  public static PlannedScenarios of(LoadPlan plan, long seed, Slice slice) {
    return new PlannedScenarios(plan, seed, slice, false);
  }

  /**
   * Creates the scenarios of a plan of two flows whose user classes are the same, one by one. The
   * users of these twins make the same choices, wait the same time and get the same records of
   * feeders. Arrivals come in pairs, one of each twin, in random order. A slice has pairs of
   * arrivals and the records of both twins.
   *
   * @param seed the seed of task picks, think times, and the order in each pair of arrivals; the
   *     same for all slices
   * @throws IllegalArgumentException if there are not two flows, or the number of classes differs,
   *     or a feeder has fewer records than there are slices
   */
  public static PlannedScenarios ofTwins(LoadPlan plan, long seed, Slice slice) {
    List<Integer> classes = plan.flows().stream().map(flow -> flow.classes().size()).toList();
    if (classes.size() != 2 || !classes.get(0).equals(classes.get(1))) {
      throw new IllegalArgumentException(
          "flows had "
              + classes
              + " user classes; twins are two flows with the same number of classes");
    }
    return new PlannedScenarios(plan, seed, slice, true);
  }

  /**
   * The feeders that cannot be divided among the slices, since their records are not known: one
   * sentence for each, such as {@code feeder at AccountTest.plan(AccountTest.java:31) is a function
   * in the plan; every injector calls it separately}. Empty if the plan is not sliced.
   */
  public List<String> unslicedFeeders() {
    return feeds.get(0).unsliced();
  }

  private static UserSchedule schedule(Flow flow, LoadProfile profile, Slice slice) {
    return new UserSchedule(flow.classes(), profile, slice);
  }

  /**
   * Gives each flow an HTTP protocol of its own. By default, it has the protocol of the simulation.
   */
  public void http(Function<Flow, HttpProtocolBuilder> ofFlow) {
    http = flow -> Optional.of(ofFlow.apply(flow));
  }

  /** Continues with another load. May be called by any thread. */
  public void follow(EffectiveLoad load) {
    for (int i = 0; i < clocks.size(); i++) {
      EffectiveProfile profile = load.profiles().get(i);
      clocks
          .get(i)
          .follow(schedule(plan.flows().get(i), profile.profile(), slice), profile.paused());
    }
  }

  /**
   * Sets the receiver of messages about users that cannot be started. It may be called by any
   * thread.
   */
  public void tellTroubles(Consumer<String> to) {
    troubles = to;
  }

  /** Describes where users are active, such as {@code 4 of Browsing in "Search"}. */
  public List<String> atWork() {
    return classes.stream().flatMap(population -> population.atWork().stream()).toList();
  }

  /** Returns the populations for Gatling's {@code setUp}. */
  public List<PopulationBuilder> populations() {
    ArrivalScheduler injector =
        new ArrivalScheduler(plan.classes().size(), what -> troubles.accept(what));
    List<PopulationBuilder> populations = new ArrayList<>();
    for (int f = 0; f < clocks.size(); f++) {
      List<UserClass> ofFlow = plan.flows().get(f).classes();
      Optional<HttpProtocolBuilder> own = http.apply(plan.flows().get(f));
      for (int i = 0; i < ofFlow.size(); i++) {
        Population population =
            new Population(ofFlow.get(i), clocks.get(f), i, twins ? i : classes.size(), twin(f));
        classes.add(population);
        PopulationBuilder made = population(ofFlow.get(i), population, feeds.get(f), injector);
        populations.add(own.map(made::protocols).orElse(made));
      }
    }
    return populations;
  }

  private Twin twin(int flow) {
    return !twins ? Twin.NONE : flow == 0 ? Twin.FIRST : Twin.SECOND;
  }

  private PopulationBuilder population(
      UserClass userClass, Population population, Feeds feeds, ArrivalScheduler injector) {
    return ExternalScenario.population(
        userClass.name(),
        new UserLoop(userClass, population, feeds),
        new PlannedInjection(population, injector, seed, slice));
  }
}
