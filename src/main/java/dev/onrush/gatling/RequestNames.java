package dev.onrush.gatling;

import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Scope;
import dev.onrush.plan.Task;
import dev.onrush.plan.Threshold;
import dev.onrush.plan.UserClass;
import io.gatling.commons.validation.Validation;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.structure.PopulationBuilder$;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import scala.Function1;
import scala.Product;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The names of the requests in a chain, found before anything is sent by walking through Gatling's
 * builders. A name that depends on the session is not known yet.
 */
public final class RequestNames {

  private final Set<String> known = new TreeSet<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean dynamic;

  private RequestNames() {}

  /** Names within the scenarios of a plain simulation, children included. */
  static RequestNames of(SimulationParams params) {
    RequestNames names = new RequestNames();
    CollectionConverters.asJava(PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
        .forEach(population -> names.walk(population.scenarioBuilder(), session("")));
    return names;
  }

  /** Names within the chains of a plan. */
  public static RequestNames of(LoadPlan plan) {
    RequestNames names = new RequestNames();
    for (UserClass userClass : plan.classes()) {
      userClass.onStart().ifPresent(chain -> names.walk(chain.wrapped, session("")));
      userClass.onStop().ifPresent(chain -> names.walk(chain.wrapped, session("")));
      userClass.tasks().forEach(task -> names.walk(task.chain().wrapped, session(task.name())));
    }
    return names;
  }

  /**
   * Refuses thresholds that name a request which is not there.
   *
   * @throws IllegalArgumentException for the first such threshold, unless some names are dynamic
   */
  public void check(List<Threshold> thresholds) {
    for (Threshold threshold : thresholds) {
      threshold
          .scope()
          .request()
          .filter(asked -> !dynamic && known.stream().noneMatch(name -> meant(asked, name)))
          .ifPresent(
              asked -> {
                throw LoadPlan.unknownName(threshold, "request", asked, known);
              });
    }
  }

  /** The groups around a request are not known yet; they stand before its name. */
  private static boolean meant(String asked, String name) {
    return asked.equals(name) || asked.endsWith(Scope.GROUP_SEPARATOR + name);
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
      if (at instanceof Iterable<?> many) {
        CollectionConverters.asJava(many).forEach(each -> push(open, each));
      } else if (at.getClass().getName().startsWith("scala.") && at instanceof Product product) {
        product.productIterator().foreach(each -> push(open, each));
      } else if (at.getClass().getName().startsWith("io.gatling.") && seen.add(at)) {
        fields(at, open, session);
      }
    }
  }

  private static Void push(Deque<Object> open, Object each) {
    if (each != null) {
      open.push(each);
    }
    return null;
  }

  private void fields(Object builder, Deque<Object> open, Session session) {
    for (Class<?> type = builder.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
          continue;
        }
        Object value = value(field, builder);
        if (field.getName().equals("requestName") && value instanceof Function1<?, ?> name) {
          name(name, session);
        } else {
          push(open, value);
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void name(Function1<?, ?> expression, Session session) {
    try {
      Object name = ((Function1<Session, Validation<String>>) expression).apply(session);
      if (name instanceof io.gatling.commons.validation.Success<?> success) {
        known.add(String.valueOf(success.value()));
        return;
      }
    } catch (RuntimeException e) {
      // a function of a real session: its name is not known yet
    }
    dynamic = true;
  }

  private static Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of Gatling", e);
    }
  }
}
