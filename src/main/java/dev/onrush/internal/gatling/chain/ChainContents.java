package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.metrics.recording.KnownNames;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import io.gatling.core.action.builder.FeedBuilder;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.structure.PopulationBuilder$;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The contents of chains, such as the names of their requests, found before anything is sent by
 * walking through Gatling's builders. A name that depends on the session, or that comes from a
 * page, a redirect or a plugin, is not known yet. No function of the user's is called to find a
 * name.
 */
public final class ChainContents {

  private final ChainWalk found;

  /** The contents by user class; empty for a plain simulation. */
  private final Map<String, ChainWalk> byClass;

  /** The user classes of a scope. */
  private final Function<Scope, List<UserClass>> within;

  private ChainContents(ChainWalk found) {
    this(found, Map.of(), scope -> List.of());
  }

  private ChainContents(
      ChainWalk found, Map<String, ChainWalk> byClass, Function<Scope, List<UserClass>> within) {
    this.found = found;
    this.byClass = Map.copyOf(byClass);
    this.within = within;
  }

  /** Returns the contents of the scenarios of a plain simulation, children included. */
  public static ChainContents of(SimulationParams params) {
    ChainWalk names = new ChainWalk();
    CollectionConverters.asJava(PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
        .forEach(
            population ->
                names.walk(
                    population.scenarioBuilder(),
                    ChainWalk.session(""),
                    new HttpNames(http(population.scenarioProtocols()).or(() -> http(params)))));
    return new ChainContents(names);
  }

  private static Optional<HttpProtocol> http(SimulationParams params) {
    return http(params.globalProtocols());
  }

  private static Optional<HttpProtocol> http(
      scala.collection.immutable.Map<Class<? extends Protocol>, Protocol> protocols) {
    return CollectionConverters.asJava(protocols.values().toSeq()).stream()
        .filter(HttpProtocol.class::isInstance)
        .map(HttpProtocol.class::cast)
        .findFirst();
  }

  /**
   * Returns the contents of the chains of a plan whose requests are sent with Gatling's default
   * protocol.
   */
  public static ChainContents of(LoadPlan plan) {
    return of(plan, new HttpNames(Optional.empty()));
  }

  /** Returns the contents of the chains of some user classes. */
  public static ChainContents of(List<UserClass> classes) {
    return of(classes, new HttpNames(Optional.empty()), scope -> List.of());
  }

  /** Returns the contents of the chains of a plan. */
  public static ChainContents of(LoadPlan plan, HttpProtocolBuilder http) {
    return of(plan, new HttpNames(Optional.of((HttpProtocol) http.protocol())));
  }

  private static ChainContents of(LoadPlan plan, HttpNames http) {
    return of(plan.classes(), http, plan::classesWithin);
  }

  private static ChainContents of(
      List<UserClass> classes, HttpNames http, Function<Scope, List<UserClass>> within) {
    ChainWalk names = new ChainWalk();
    Map<String, ChainWalk> byClass = new HashMap<>();
    for (UserClass userClass : classes) {
      ChainWalk own = new ChainWalk();
      walk(userClass, own, http);
      names.add(own);
      byClass.put(userClass.name(), own);
    }
    return new ChainContents(names, byClass, within);
  }

  private static void walk(UserClass userClass, ChainWalk names, HttpNames http) {
    walkUntilStop(userClass, names, http);
    userClass
        .onStop()
        .ifPresent(chain -> names.walk(chain.wrapped, ChainWalk.session(Task.ON_STOP), http));
  }

  private static void walkUntilStop(UserClass userClass, ChainWalk names, HttpNames http) {
    userClass
        .onStart()
        .ifPresent(chain -> names.walk(chain.wrapped, ChainWalk.session(Task.ON_START), http));
    userClass
        .tasks()
        .forEach(task -> names.walk(task.chain().wrapped, ChainWalk.session(task.name()), http));
  }

  /**
   * Refuses feeders without a record, files of feeders and bodies that cannot be read, and
   * addresses with an expression of another language.
   *
   * @return notes about feeders and requests that are probably meant otherwise
   * @throws IllegalArgumentException for the first mistake
   */
  public List<String> checkInputs() {
    List<String> notes = new ArrayList<>(FeederCheck.check(found.feeds));
    RequestCheck.check(found.addressed).ifPresent(notes::add);
    return notes;
  }

  /** Returns the requests, web sockets and event streams, in no particular order. */
  List<ChainWalk.Addressed> addressed() {
    return List.copyOf(found.addressed);
  }

  /** Returns the contents of one scenario. */
  public static ChainContents of(ScenarioBuilder scenario) {
    ChainWalk names = new ChainWalk();
    names.walk(scenario, ChainWalk.session(""), new HttpNames(Optional.empty()));
    return new ChainContents(names);
  }

  /** Returns the HTTP requests of a scenario, in no particular order. */
  public static List<HttpRequestBuilder> httpRequests(ScenarioBuilder scenario) {
    return List.copyOf(of(scenario).found.http);
  }

  /**
   * Returns the greatest number of users of a class that wait for each other at one rendez-vous,
   * not counting on-stop; 0 without a rendez-vous.
   */
  public static int meeting(UserClass userClass) {
    ChainWalk found = new ChainWalk();
    walkUntilStop(userClass, found, new HttpNames(Optional.empty()));
    return found.meeting;
  }

  /**
   * The greatest number of users that wait for each other at one rendez-vous, including on-stop; 0
   * without a rendez-vous.
   */
  public int meeting() {
    return found.meeting;
  }

  /** Returns the feeds in the chains of a plan, in no particular order. */
  public static List<FeedBuilder> feeds(LoadPlan plan) {
    return List.copyOf(of(plan).found.feeds);
  }

  /** Whether chains contain pauses, for which the users' waits are not timed. */
  public boolean pauses() {
    return found.pauses;
  }

  /** Whether there are HTTP requests, web sockets or server-sent events, which need a target. */
  public boolean sendsHttp() {
    return found.sendsHttp;
  }

  /** Whether there are calls of Java code. */
  public boolean calls() {
    return found.calls;
  }

  /**
   * Refuses thresholds on a request, group or metric that does not exist or that the users of the
   * threshold's scope do not have, and metrics whose name is used for two kinds. A name that is not
   * known before the run may be any name.
   *
   * @throws IllegalArgumentException for the first such threshold or metric
   */
  public void check(List<Threshold> thresholds) {
    new NameValidation(found, this::within).check(thresholds);
  }

  /** The contents of the chains of the users of a scope. */
  private ChainWalk within(Scope scope) {
    if (byClass.isEmpty() || (scope.userClass().isEmpty() && scope.flow().isEmpty())) {
      return found;
    }
    ChainWalk all = new ChainWalk();
    within.apply(scope).stream().map(c -> byClass.get(c.name())).forEach(all::add);
    return all;
  }

  /**
   * The names of requests, without the groups around them, that are known before the run and are
   * counted in it.
   */
  public List<String> requests() {
    return List.copyOf(found.known);
  }

  /**
   * The names of {@link #requests} by the user classes that send them; empty for a plain
   * simulation.
   */
  public Map<String, List<String>> requestsByClass() {
    return byClass.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, of -> List.copyOf(of.getValue().known)));
  }

  /**
   * Whether the request, group or metric that a threshold names exists, as far as names are known
   * before the run.
   */
  public boolean has(Subject subject) {
    return subject
        .named()
        .filter(
            asked ->
                switch (subject.source()) {
                  case REQUESTS -> found.hasRequest(asked);
                  case GROUP -> found.hasGroup(asked);
                  case METRIC -> found.metrics.containsKey(asked);
                  case SERVICE -> false;
                })
        .isPresent();
  }

  /**
   * Whether there may be samples of a threshold's subject: it exists, or may be a name that is not
   * known before the run. {@code Buy #{item}} may be "Buy tea", and never "Search".
   */
  public boolean mayHave(Subject subject) {
    if (subject.named().isEmpty() || has(subject)) {
      return true;
    }
    String asked = subject.named().get();
    return switch (subject.source()) {
      case REQUESTS -> mayBe(asked, found.beginnings);
      case GROUP -> mayBe(asked, found.groupBeginnings);
      case METRIC -> false;
      case SERVICE -> true;
    };
  }

  /** Whether the name, or the part of it after the groups, starts with one of the beginnings. */
  private static boolean mayBe(String asked, Set<String> beginnings) {
    return beginnings.stream()
        .anyMatch(
            beginning ->
                asked.startsWith(beginning) || asked.contains(Subject.GROUP_SEPARATOR + beginning));
  }

  /** Whether a path of names is the path of a group, and not of a request. */
  boolean isGroup(List<String> path) {
    String last = path.get(path.size() - 1);
    return found.groups.contains(last) && !found.known.contains(last);
  }

  /** All names that are known before the run. */
  public KnownNames known() {
    return new KnownNames(found.known, found.groups, found.metrics.keySet());
  }
}
