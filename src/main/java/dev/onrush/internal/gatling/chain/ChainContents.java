package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.metrics.recording.KnownNames;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Measure.Figure;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The names of the requests in a chain, found before anything is sent by walking through Gatling's
 * builders. A name that depends on the session, or that a page, a redirect or a plugin brings, is
 * not known yet; no function of the user's is called to learn one.
 */
public final class ChainContents {

  private final ChainWalk found;

  /** Names of requests by the user classes of a plan that send them. */
  private final Map<String, List<String>> byClass;

  private ChainContents(ChainWalk found) {
    this(found, Map.of());
  }

  private ChainContents(ChainWalk found, Map<String, List<String>> byClass) {
    this.found = found;
    this.byClass = Map.copyOf(byClass);
  }

  /** Names within the scenarios of a plain simulation, children included. */
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

  /** Names within the chains of a plan whose requests are sent by Gatling's own protocol. */
  public static ChainContents of(LoadPlan plan) {
    return of(plan, new HttpNames(Optional.empty()));
  }

  /** Names within the chains of some user classes. */
  public static ChainContents of(List<UserClass> classes) {
    return of(classes, new HttpNames(Optional.empty()));
  }

  /** Names within the chains of a plan. */
  public static ChainContents of(LoadPlan plan, HttpProtocolBuilder http) {
    return of(plan, new HttpNames(Optional.of((HttpProtocol) http.protocol())));
  }

  private static ChainContents of(LoadPlan plan, HttpNames http) {
    return of(plan.classes(), http);
  }

  private static ChainContents of(List<UserClass> classes, HttpNames http) {
    ChainWalk names = new ChainWalk();
    Map<String, List<String>> byClass = new HashMap<>();
    for (UserClass userClass : classes) {
      walk(userClass, names, http);
      ChainWalk own = new ChainWalk();
      walk(userClass, own, http);
      byClass.put(userClass.name(), List.copyOf(own.known));
    }
    return new ChainContents(names, byClass);
  }

  private static void walk(UserClass userClass, ChainWalk names, HttpNames http) {
    userClass
        .onStart()
        .ifPresent(chain -> names.walk(chain.wrapped, ChainWalk.session(Task.ON_START), http));
    userClass
        .onStop()
        .ifPresent(chain -> names.walk(chain.wrapped, ChainWalk.session(Task.ON_STOP), http));
    userClass
        .tasks()
        .forEach(task -> names.walk(task.chain().wrapped, ChainWalk.session(task.name()), http));
  }

  /** Names within one scenario. */
  public static ChainContents of(ScenarioBuilder scenario) {
    ChainWalk names = new ChainWalk();
    names.walk(scenario, ChainWalk.session(""), new HttpNames(Optional.empty()));
    return new ChainContents(names);
  }

  /** The HTTP requests of a scenario, in no order. */
  public static List<HttpRequestBuilder> httpRequests(ScenarioBuilder scenario) {
    return List.copyOf(of(scenario).found.http);
  }

  /** The HTTP requests of a plan, in no order. */
  static List<HttpRequestBuilder> httpRequests(LoadPlan plan) {
    return List.copyOf(of(plan).found.http);
  }

  /** The feeds within the chains of a plan, in no order. */
  public static List<FeedBuilder> feeds(LoadPlan plan) {
    return List.copyOf(of(plan).found.feeds);
  }

  /** Whether users wait where it is not timed: by pauses within chains. */
  public boolean pauses() {
    return found.pauses;
  }

  /** Whether there are requests of HTTP, web sockets or server-sent events, which need a target. */
  public boolean sendsHttp() {
    return found.sendsHttp;
  }

  /** Whether there are calls of Java code. */
  public boolean calls() {
    return found.calls;
  }

  /**
   * Refuses thresholds that name a request, group or metric which is not there.
   *
   * @throws IllegalArgumentException for the first such threshold; names that are not known before
   *     the run may be anything
   */
  public void check(List<Threshold> thresholds) {
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        Subject subject = figure.scope().subject();
        Consumer<String> check =
            switch (subject.source()) {
              case REQUESTS -> name -> check(threshold, name);
              case GROUP ->
                  name -> check(threshold, "group", name, found.groups, found.dynamicGroups);
              case METRIC -> name -> check(threshold, "metric", name, found.metrics, false);
              case SERVICE -> name -> {}; // known when the service answers
            };
        subject.named().ifPresent(check);
      }
    }
  }

  private void check(Threshold threshold, String request) {
    if (isHop(request) || found.known.stream().anyMatch(name -> meant(request, name))) {
      return;
    }
    for (Map.Entry<String, String> quiet : found.silent.entrySet()) {
      if (meant(request, quiet.getKey())) {
        throw new IllegalArgumentException(
            "threshold \""
                + threshold
                + "\" names request \""
                + request
                + "\", which is never counted: "
                + quiet.getValue()
                + "; let it be counted, or name another");
      }
    }
    check(threshold, "request", request, found.known, found.dynamic);
  }

  private boolean isHop(String request) {
    return HttpNames.originOfHop(request)
        .filter(origin -> found.redirected.stream().anyMatch(name -> meant(origin, name)))
        .isPresent();
  }

  private static void check(
      Threshold threshold, String kind, String asked, Set<String> names, boolean dynamic) {
    if (!dynamic && names.stream().noneMatch(name -> meant(asked, name))) {
      throw threshold.namesUnknown(kind, asked, names);
    }
  }

  /**
   * Names of requests, without the groups before them, as far as they are known before the run and
   * are counted in it.
   */
  public List<String> requests() {
    return List.copyOf(found.known);
  }

  /** The same names by the user classes that send them; empty of a plain simulation. */
  public Map<String, List<String>> requestsByClass() {
    return byClass;
  }

  /**
   * Whether a request, group or metric is there that a threshold names, as far as names are known
   * before the run.
   */
  public boolean has(Subject subject) {
    Set<String> names =
        switch (subject.source()) {
          case REQUESTS -> found.known;
          case GROUP -> found.groups;
          case METRIC -> found.metrics;
          case SERVICE -> Set.of();
        };
    return subject.named().stream()
        .anyMatch(asked -> names.stream().anyMatch(name -> meant(asked, name)));
  }

  /**
   * Whether there may be samples of what a threshold is about: it is there, or may be under a name
   * that is not known before the run.
   */
  public boolean mayHave(Subject subject) {
    boolean unknown =
        switch (subject.source()) {
          case REQUESTS -> found.dynamic || subject.named().filter(this::isHop).isPresent();
          case GROUP -> found.dynamicGroups;
          case METRIC -> false;
          case SERVICE -> true;
        };
    return unknown || subject.named().isEmpty() || has(subject);
  }

  /** Whether a path of names leads to a group, and not to a request. */
  boolean isGroup(List<String> path) {
    String last = path.get(path.size() - 1);
    return found.groups.contains(last) && !found.known.contains(last);
  }

  /** All names that are known before the run. */
  public KnownNames known() {
    return new KnownNames(found.known, found.groups, found.metrics);
  }

  /** The groups around a request are not known yet; they stand before its name. */
  private static boolean meant(String asked, String name) {
    return asked.equals(name) || asked.endsWith(Subject.GROUP_SEPARATOR + name);
  }
}
