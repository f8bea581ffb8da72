package dev.onrush.internal.gatling;

import dev.onrush.internal.metrics.KnownNames;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.action.builder.FeedBuilder;
import io.gatling.core.action.builder.PaceBuilder;
import io.gatling.core.action.builder.PauseBuilder;
import io.gatling.core.action.builder.RendezVousBuilder;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.structure.PopulationBuilder$;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.http.action.sse.SseSetCheckBuilder;
import io.gatling.http.check.sse.SseMessageCheck;
import io.gatling.http.check.ws.WsFrameCheck;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Product;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The names of the requests in a chain, found before anything is sent by walking through Gatling's
 * builders. A name that depends on the session, or that a page, a redirect or a plugin brings, is
 * not known yet; no function of the user's is called to learn one.
 */
public final class ChainContents {

  private static final String GROUP = "io.gatling.core.action.builder.GroupBuilder$";

  /** What is Gatling's own, or made by our words. */
  private static final List<String> WALKED = List.of("io.gatling.", "scala.", "dev.onrush.dsl.");

  /** Libraries, which call nobody back by themselves. */
  private static final List<String> SKIPPED =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "[",
          "io.netty.",
          "com.typesafe.",
          "com.fasterxml.",
          "com.github.benmanes.",
          "io.burt.",
          "jodd.",
          "net.sf.saxon.");

  /** Objects that one request is made of, at most. */
  private static final int MOST = 100_000;

  /** Packages with actions whose names are all found; others may use any. */
  private static final List<String> NAMED =
      List.of(
          "io.gatling.core.",
          "io.gatling.http.",
          "io.gatling.jms.",
          "io.gatling.jdbc.",
          "io.gatling.redis.",
          "io.gatling.javaapi.",
          "dev.onrush.");

  private final Set<String> known = new TreeSet<>();

  /** Requests that are in no statistic, and why. */
  private final Map<String, String> silent = new TreeMap<>();

  /** Requests whose redirects are followed. */
  private final Set<String> redirected = new TreeSet<>();

  private boolean dynamic;
  private final Set<String> groups = new TreeSet<>();
  private boolean dynamicGroups;
  private final Set<String> metrics = new TreeSet<>();
  private final List<HttpRequestBuilder> http = new ArrayList<>();
  private final List<FeedBuilder> feeds = new ArrayList<>();
  private boolean pauses;
  private boolean calls;
  private boolean sendsHttp;

  private ChainContents() {}

  /** A request that is sent along with another. */
  private record Resource(HttpRequestBuilder request) {}

  /** Names within the scenarios of a plain simulation, children included. */
  static ChainContents of(SimulationParams params) {
    ChainContents names = new ChainContents();
    CollectionConverters.asJava(PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
        .forEach(
            population ->
                names.walk(
                    population.scenarioBuilder(),
                    session(""),
                    new HttpNames(http(population.scenarioProtocols()).or(() -> http(params)))));
    return names;
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
    ChainContents names = new ChainContents();
    for (UserClass userClass : classes) {
      userClass.onStart().ifPresent(chain -> names.walk(chain.wrapped, session(""), http));
      userClass.onStop().ifPresent(chain -> names.walk(chain.wrapped, session(""), http));
      userClass
          .tasks()
          .forEach(task -> names.walk(task.chain().wrapped, session(task.name()), http));
    }
    return names;
  }

  /** Names within one scenario. */
  static ChainContents of(ScenarioBuilder scenario) {
    ChainContents contents = new ChainContents();
    contents.walk(scenario, session(""), new HttpNames(Optional.empty()));
    return contents;
  }

  /** The HTTP requests of a scenario, in no order. */
  static List<HttpRequestBuilder> httpRequests(ScenarioBuilder scenario) {
    return List.copyOf(of(scenario).http);
  }

  /** The feeds within the chains of a plan, in no order. */
  static List<FeedBuilder> feeds(LoadPlan plan) {
    return List.copyOf(of(plan).feeds);
  }

  /**
   * Whether a request and its checks are of words only, with no function of the user's own in them,
   * which could do anything.
   */
  static boolean isPlain(HttpRequestBuilder request) {
    Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>(List.of(request));
    while (!open.isEmpty()) {
      Object at = open.pop();
      if (!visited.add(at)) {
        continue;
      }
      String type = at.getClass().getName();
      if (at instanceof java.lang.Iterable<?> many) {
        many.forEach(each -> push(open, each));
      } else if (at instanceof Object[] many) {
        for (Object each : many) {
          push(open, each);
        }
      } else if (WALKED.stream().anyMatch(type::startsWith)) {
        values(at).forEach((field, value) -> push(open, value));
      } else if (SKIPPED.stream().noneMatch(type::startsWith) || visited.size() > MOST) {
        return false;
      }
    }
    return true;
  }

  /** Whether users wait where it is not timed: by pauses within chains. */
  public boolean pauses() {
    return pauses;
  }

  /** Whether there are requests of HTTP, web sockets or server-sent events, which need a target. */
  public boolean sendsHttp() {
    return sendsHttp;
  }

  /** Whether there are calls of Java code. */
  public boolean calls() {
    return calls;
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
              case GROUP -> name -> check(threshold, "group", name, groups, dynamicGroups);
              case METRIC -> name -> check(threshold, "metric", name, metrics, false);
              case SERVICE -> name -> {}; // known when the service answers
            };
        subject.named().ifPresent(check);
      }
    }
  }

  private void check(Threshold threshold, String request) {
    boolean hop =
        HttpNames.originOfHop(request)
            .filter(origin -> redirected.stream().anyMatch(name -> meant(origin, name)))
            .isPresent();
    if (hop || known.stream().anyMatch(name -> meant(request, name))) {
      return;
    }
    for (Map.Entry<String, String> quiet : silent.entrySet()) {
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
    check(threshold, "request", request, known, dynamic);
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
    return List.copyOf(known);
  }

  /** Whether a path of names leads to a group, and not to a request. */
  boolean isGroup(List<String> path) {
    String last = path.get(path.size() - 1);
    return groups.contains(last) && !known.contains(last);
  }

  /** All names that are known before the run. */
  public KnownNames known() {
    return new KnownNames(known, groups, metrics);
  }

  /** The groups around a request are not known yet; they stand before its name. */
  private static boolean meant(String asked, String name) {
    return asked.equals(name) || asked.endsWith(Subject.GROUP_SEPARATOR + name);
  }

  private static Session session(String task) {
    Session empty = Session$.MODULE$.apply("", 0, null);
    return task.isEmpty() ? empty : empty.set(Task.NAME_ATTRIBUTE, task);
  }

  private void walk(Object root, Session session, HttpNames http) {
    // Anew for each root: the same chain in two tasks has the names of both.
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Object at = open.pop();
      sendsHttp |= at.getClass().getName().startsWith("io.gatling.http.");
      if (at instanceof ActionBuilder
          && NAMED.stream().noneMatch(at.getClass().getName()::startsWith)) {
        dynamic = true;
        dynamicGroups = true;
      }
      if (at instanceof MetricAction.Recording metric) {
        metrics.add(metric.metric());
      } else if (at instanceof CallAction.Calling call) {
        calls = true;
        add(NameExpression.value(call.requestName(), session), known);
      } else if (at instanceof UserLoop loop) {
        loop.chains().forEach(each -> push(open, each));
      } else if (at instanceof Resource resource) {
        request(resource.request, true, open, session, http);
      } else if (at instanceof HttpRequestBuilder request) {
        if (seen.add(at)) {
          request(request, false, open, session, http);
        }
      } else if (at instanceof Iterable<?> many) {
        CollectionConverters.asJava(many).forEach(each -> push(open, each));
      } else if (at.getClass().getName().startsWith("scala.") && at instanceof Product product) {
        product.productIterator().foreach(each -> push(open, each));
      } else if (at instanceof FeedBuilder feed) {
        feeds.add(feed); // there may be millions of records in it, and no request
      } else if (at.getClass().getName().startsWith("io.gatling.") && seen.add(at)) {
        note(at, session);
        fields(at, open, session);
      }
    }
  }

  private void request(
      HttpRequestBuilder request,
      boolean resource,
      Deque<Object> open,
      Session session,
      HttpNames http) {
    this.http.add(request);
    CollectionConverters.asJava(request.httpAttributes().explicitResources())
        .forEach(each -> push(open, new Resource(each)));
    Optional<String> name = NameExpression.value(request.commonAttributes().requestName(), session);
    Optional<String> silence = http.silence(request, resource);
    dynamic |= http.infersResources();
    if (silence.isPresent()) {
      name.ifPresent(of -> silent.put(of, silence.get()));
      return;
    }
    add(name, known);
    if (http.redirects(request)) {
      dynamic |= http.namesHopsByFunction();
      name.ifPresent(redirected::add);
    }
  }

  private void add(Optional<String> name, Set<String> names) {
    if (name.isPresent()) {
      names.add(name.get());
    } else if (names == groups) {
      dynamicGroups = true;
    } else {
      dynamic = true;
    }
  }

  private static Void push(Deque<Object> open, @Nullable Object each) {
    if (each != null) {
      open.push(each);
    }
    return null;
  }

  private void note(Object builder, Session session) {
    if (builder instanceof WsFrameCheck.Text check && !check.isSilent()) {
      add(NameExpression.value(check.name(), session), known);
    } else if (builder instanceof WsFrameCheck.Binary check && !check.isSilent()) {
      add(NameExpression.value(check.name(), session), known);
    } else if (builder instanceof SseMessageCheck check) {
      known.add(check.name());
    }
    pauses |=
        builder instanceof PauseBuilder
            || builder instanceof PaceBuilder
            || builder instanceof RendezVousBuilder;
  }

  private void fields(Object builder, Deque<Object> open, Session session) {
    values(builder)
        .forEach(
            (field, value) -> {
              if (builder instanceof SseSetCheckBuilder set) {
                NameExpression.value(set.requestName(), session)
                    .ifPresent(name -> silent.put(name, "its checks are, by their own names"));
                push(open, value);
              } else if (field.getName().equals("requestName")
                  && value instanceof Function1<?, ?> name) {
                add(NameExpression.value(name, session), known);
              } else if (builder.getClass().getName().startsWith(GROUP)
                  && value instanceof Function1<?, ?> name) {
                add(NameExpression.value(name, session), groups);
              } else {
                push(open, value);
              }
            });
  }

  /** What the fields of an object refer to. */
  static Map<Field, Object> values(Object owner) {
    Map<Field, Object> values = new LinkedHashMap<>();
    for (Class<?> type = owner.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          Object value = value(field, owner);
          if (value != null) {
            values.put(field, value);
          }
        }
      }
    }
    return values;
  }

  private static @Nullable Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of Gatling", e);
    }
  }
}
