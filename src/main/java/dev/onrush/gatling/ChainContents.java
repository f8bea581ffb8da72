package dev.onrush.gatling;

import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Group;
import dev.onrush.threshold.Subject.Metric;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.threshold.Threshold;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.builder.FeedBuilder;
import io.gatling.core.action.builder.PaceBuilder;
import io.gatling.core.action.builder.PauseBuilder;
import io.gatling.core.action.builder.RendezVousBuilder;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.structure.PopulationBuilder$;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.http.request.builder.HttpRequestBuilder;
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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Product;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The names of the requests in a chain, found before anything is sent by walking through Gatling's
 * builders. A name that depends on the session is not known yet.
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

  private final Set<String> known = new TreeSet<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean dynamic;
  private final Set<String> groups = new TreeSet<>();
  private boolean dynamicGroups;
  private final Set<String> metrics = new TreeSet<>();
  private final List<HttpRequestBuilder> http = new ArrayList<>();
  private final List<FeedBuilder> feeds = new ArrayList<>();
  private boolean pauses;

  private ChainContents() {}

  /** Names within the scenarios of a plain simulation, children included. */
  static ChainContents of(SimulationParams params) {
    ChainContents names = new ChainContents();
    CollectionConverters.asJava(PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
        .forEach(population -> names.walk(population.scenarioBuilder(), session("")));
    return names;
  }

  /** Names within the chains of a plan. */
  public static ChainContents of(LoadPlan plan) {
    return of(plan.classes());
  }

  /** Names within the chains of some user classes. */
  public static ChainContents of(List<UserClass> classes) {
    ChainContents names = new ChainContents();
    for (UserClass userClass : classes) {
      userClass.onStart().ifPresent(chain -> names.walk(chain.wrapped, session("")));
      userClass.onStop().ifPresent(chain -> names.walk(chain.wrapped, session("")));
      userClass.tasks().forEach(task -> names.walk(task.chain().wrapped, session(task.name())));
    }
    return names;
  }

  /** Names within one scenario. */
  static ChainContents of(ScenarioBuilder scenario) {
    ChainContents contents = new ChainContents();
    contents.walk(scenario, session(""));
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

  /**
   * Refuses thresholds that name a request, group or metric which is not there.
   *
   * @throws IllegalArgumentException for the first such threshold; names that depend on a session
   *     may be anything
   */
  public void check(List<Threshold> thresholds) {
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        Subject subject = figure.scope().subject();
        if (subject instanceof Request request) {
          check(threshold, "request", request.name(), known, dynamic);
        } else if (subject instanceof Group group) {
          check(threshold, "group", group.name(), groups, dynamicGroups);
        } else if (subject instanceof Metric metric) {
          check(threshold, "metric", metric.name(), metrics, false);
        }
      }
    }
  }

  private static void check(
      Threshold threshold, String kind, String asked, Set<String> names, boolean dynamic) {
    if (!dynamic && names.stream().noneMatch(name -> meant(asked, name))) {
      throw LoadPlan.unknownName(threshold, kind, asked, names);
    }
  }

  /**
   * Names of requests, without the groups before them, as far as they do not depend on a session.
   */
  public List<String> requests() {
    return List.copyOf(known);
  }

  /** Whether a path of names leads to a group, and not to a request. */
  boolean isGroup(List<String> path) {
    String last = path.get(path.size() - 1);
    return groups.contains(last) && !known.contains(last);
  }

  /** The groups around a request are not known yet; they stand before its name. */
  private static boolean meant(String asked, String name) {
    return asked.equals(name) || asked.endsWith(Subject.GROUP_SEPARATOR + name);
  }

  private static Session session(String task) {
    Session empty = Session$.MODULE$.apply("", 0, null);
    return task.isEmpty() ? empty : empty.set(Task.NAME_ATTRIBUTE, task);
  }

  private void walk(Object root, Session session) {
    Deque<Object> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Object at = open.pop();
      if (at instanceof MetricAction.Recording metric) {
        metrics.add(metric.metric());
      } else if (at instanceof UserLoop loop) {
        loop.chains().forEach(each -> push(open, each));
      } else if (at instanceof Iterable<?> many) {
        CollectionConverters.asJava(many).forEach(each -> push(open, each));
      } else if (at.getClass().getName().startsWith("scala.") && at instanceof Product product) {
        product.productIterator().foreach(each -> push(open, each));
      } else if (at instanceof FeedBuilder feed) {
        feeds.add(feed); // there may be millions of records in it, and no request
      } else if (at.getClass().getName().startsWith("io.gatling.") && seen.add(at)) {
        note(at);
        fields(at, open, session);
      }
    }
  }

  private static Void push(Deque<Object> open, @Nullable Object each) {
    if (each != null) {
      open.push(each);
    }
    return null;
  }

  private void note(Object builder) {
    if (builder instanceof HttpRequestBuilder request) {
      http.add(request);
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
              if (field.getName().equals("requestName") && value instanceof Function1<?, ?> name) {
                dynamic |= !name(name, session, known);
              } else if (builder.getClass().getName().startsWith(GROUP)
                  && value instanceof Function1<?, ?> name) {
                dynamicGroups |= !name(name, session, groups);
              } else {
                push(open, value);
              }
            });
  }

  /** What the fields of an object refer to. */
  private static Map<Field, Object> values(Object owner) {
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

  /** Whether the name can be known. */
  @SuppressWarnings("unchecked")
  private static boolean name(Function1<?, ?> expression, Session session, Set<String> names) {
    try {
      Object name = ((Function1<Session, Validation<String>>) expression).apply(session);
      if (name instanceof io.gatling.commons.validation.Success<?> success) {
        names.add(String.valueOf(success.value()));
        return true;
      }
    } catch (RuntimeException e) {
      // a function of a real session: its name is not known yet
    }
    return false;
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
