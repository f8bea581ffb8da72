package dev.onrush.gatling;

import dev.onrush.plan.Task;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.structure.ChainBuilder;
import io.gatling.core.structure.ScenarioBuilder;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
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

  /** Names that will be used, as far as they are certain. */
  public Set<String> known() {
    return known;
  }

  /** Whether there are further names that only the run will tell. */
  public boolean dynamic() {
    return dynamic;
  }

  /** Adds the names within a scenario of a plain simulation. */
  public void add(ScenarioBuilder scenario) {
    walk(scenario, session(""));
  }

  /** Adds the names within a chain of a user class. */
  public void add(io.gatling.javaapi.core.ChainBuilder chain, String task) {
    ChainBuilder scala = chain.wrapped;
    walk(scala, session(task));
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
