package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.gatling.http.GatlingField;
import dev.onrush.internal.gatling.http.ScriptErrors;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.internal.text.UserCode;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.action.Feed;
import io.gatling.core.action.FeedMessage;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.session.Session;
import io.gatling.http.request.HttpRequestConfig;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Records the functions of a script that throw, and the expressions that cannot be evaluated: of
 * {@code exec}, conditions, loops, pauses and names. Gatling logs them, marks the user as failed
 * and goes on, and tells its statistics only of requests that cannot be built. A session that a
 * function returns keeps what Onrush knows its user by.
 *
 * <p>Actions are built anew for each run. In those that are built, each expression is replaced by
 * one that does the same and looks at what comes of it.
 */
public final class ScriptFailures {

  /** What actions are made of, where other actions may be found. */
  private static final List<String> WALKED =
      List.of(
          "io.gatling.core.action.",
          "io.gatling.http.action.",
          "io.gatling.core.actor.Atomic",
          "dev.onrush.internal.gatling.action.Step",
          "dev.onrush.internal.gatling.call.CallAction$Step");

  /** Closures of these may hold further actions, as those of a switch do. */
  private static final String CLOSURE = "$$Lambda";

  private static final String HTTP_REQUEST = "io.gatling.http.request.HttpRequestDef";

  /** {@code SpikeTest$$Lambda/0x00007f} is a function that SpikeTest has. */
  private static final Pattern FUNCTION =
      Pattern.compile("(?:.*\\.)?(\\w+)(?:\\$\\w+)*\\$\\$Lambda.*");

  private static final GatlingField FEED_ACTOR = GatlingField.of(Feed.class, "feedActor");

  private final MeteredStatsEngine engine;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> open = new ArrayDeque<>();

  private ScriptFailures(MeteredStatsEngine engine) {
    this.engine = engine;
  }

  /**
   * Looks at all that users do from an action on.
   *
   * @param entry as it was built for this run
   */
  public static void watch(Action entry, MeteredStatsEngine engine) {
    ScriptFailures failures = new ScriptFailures(engine);
    failures.open.push(entry);
    while (!failures.open.isEmpty()) {
      failures.visit(failures.open.pop());
    }
  }

  private void visit(Object at) {
    if (!seen.add(at)) {
      return;
    }
    for (Class<?> type = at.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          visit(at, field);
        }
      }
    }
  }

  private void visit(Object owner, Field field) {
    Object value = get(owner, field);
    if (value == null) {
      return;
    }
    String type = value.getClass().getName();
    if (value instanceof Function1<?, ?> function && field.getType() == Function1.class) {
      if (isAction(owner) || owner.getClass().getName().equals(HTTP_REQUEST)) {
        watch(owner, field, function);
      }
      if (type.contains(CLOSURE)) {
        open.push(value);
      }
    } else if (value instanceof Iterable<?> many) {
      CollectionConverters.asJava(many).forEach(this::push);
    } else {
      push(value);
    }
    if (type.equals(HTTP_REQUEST)) {
      open.push(value);
    }
    if (value instanceof HttpRequestConfig config) {
      set(owner, field, ScriptErrors.guarded(config));
      CollectionConverters.asJava(config.explicitResources()).forEach(open::push);
    }
  }

  private void push(Object value) {
    String type = value.getClass().getName();
    if (WALKED.stream().anyMatch(type::startsWith)) {
      open.push(value);
    }
  }

  private static boolean isAction(Object owner) {
    return owner instanceof Action;
  }

  /**
   * Of an HTTP request, its name is watched; what else cannot be built, Gatling tells its
   * statistics of, once an error is a failure.
   */
  @SuppressWarnings("unchecked")
  private void watch(Object owner, Field field, Function1<?, ?> function) {
    // Gatling mixes traits into some actions, whose classes then have no names.
    Class<?> action = field.getDeclaringClass();
    boolean request = !action.getName().startsWith("io.gatling.core.action.");
    if (function instanceof Watched) {
      return;
    }
    if (owner instanceof Feed feed) {
      watchNumber(feed, field, function);
      return;
    }
    Function1<Session, Object> guarded =
        ScriptErrors.guarded((Function1<Session, Object>) function);
    if (request && !field.getName().equals("requestName")) {
      set(owner, field, guarded);
      return;
    }
    String step = request ? "request name" : step(action.getSimpleName()) + place(function);
    set(owner, field, new Watched(guarded, step, engine));
  }

  /**
   * The function of a feed returns nothing, so that nobody would see a failure that comes of it.
   * What is watched is the number of records, in a feed that is otherwise the same.
   *
   * @param executes holds the number, if it is the user's own
   */
  @SuppressWarnings("unchecked")
  private void watchNumber(Feed feed, Field field, Function1<?, ?> executes) {
    for (Field captured : executes.getClass().getDeclaredFields()) {
      if (!(get(executes, captured) instanceof Function1<?, ?> number)) {
        continue;
      }
      if (number instanceof Watched) {
        return;
      }
      Function1<Session, Object> guarded =
          ScriptErrors.guarded((Function1<Session, Object>) number);
      Object watched = new Watched(guarded, step("Feed") + place(number), engine);
      Feed same =
          new Feed(
              (ActorRef<FeedMessage>) FEED_ACTOR.get(feed),
              Option.apply((Function1<Session, Validation<Object>>) watched),
              feed.statsEngine(),
              feed.clock(),
              feed.next());
      set(feed, field, Objects.requireNonNull(get(same, field)));
      return;
    }
  }

  /** As the DSL calls it. */
  private static String step(String action) {
    return switch (action) {
      case "SessionHook" -> "exec";
      case "If" -> "condition";
      case "InnerLoop", "Loop" -> "loop";
      case "InnerTryMax" -> "tryMax";
      case "GroupStart" -> "group name";
      default -> action.substring(0, 1).toLowerCase(Locale.ROOT) + action.substring(1);
    };
  }

  /** Which class the function is written in, where it is one of the user's own. */
  private static String place(Function1<?, ?> expression) {
    Deque<Object> closures = new ArrayDeque<>(List.of(expression));
    for (int depth = 0; depth < 8 && !closures.isEmpty(); depth++) {
      Object closure = closures.pop();
      String type = closure.getClass().getName();
      Matcher function = FUNCTION.matcher(type);
      if (UserCode.is(type) && function.matches()) {
        return " in " + function.group(1);
      }
      for (Field field : closure.getClass().getDeclaredFields()) {
        Object captured =
            Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()
                ? null
                : get(closure, field);
        if (captured != null && captured.getClass().getName().contains(CLOSURE)) {
          closures.push(captured);
        }
      }
    }
    return "";
  }

  private static @Nullable Object get(Object owner, Field field) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of Gatling", e);
    }
  }

  private static void set(Object owner, Field field, Object value) {
    try {
      field.setAccessible(true);
      field.set(owner, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot set " + field + " of Gatling", e);
    }
  }

  /** The same expression, which records that it fails. */
  private record Watched(
      Function1<Session, Object> original, String step, MeteredStatsEngine engine)
      implements Function1<Session, Object> {

    /** What failed last on this thread: Gatling evaluates some expressions twice. */
    private static final ThreadLocal<Optional<Failed>> LAST =
        ThreadLocal.withInitial(Optional::empty);

    @Override
    @SuppressWarnings("ReferenceEquality") // only the same object needs no new success
    public Object apply(Session session) {
      Object found;
      try {
        found = original.apply(session);
      } catch (Throwable e) {
        failed(session, UserCode.text(e));
        throw e;
      }
      if (found instanceof Failure failure) {
        failed(session, failure.message());
      }
      if (found instanceof Success<?> success && success.value() instanceof Session after) {
        Session kept = VirtualUser.kept(session, after);
        return kept == after ? found : new Success<>(kept);
      }
      return found;
    }

    private void failed(Session session, String error) {
      Failed now = new Failed(this, session);
      if (LAST.get().filter(now::is).isEmpty()) {
        LAST.set(Optional.of(now));
        engine.scriptFailed(session, step, error);
      }
    }
  }

  /** An expression that failed for a session: two that follow each other may have the same. */
  private record Failed(Watched expression, Session session) {

    @SuppressWarnings("ReferenceEquality") // equal sessions may be of different moments
    boolean is(Failed other) {
      return expression == other.expression && session == other.session;
    }
  }
}
