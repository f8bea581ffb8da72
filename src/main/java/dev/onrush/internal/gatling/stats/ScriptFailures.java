package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.gatling.http.GatlingField;
import dev.onrush.internal.gatling.http.ScriptErrors;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.internal.text.UserCode;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.action.ChainableAction;
import io.gatling.core.action.Feed;
import io.gatling.core.action.FeedMessage;
import io.gatling.core.action.RequestAction;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.session.Session;
import io.gatling.http.action.HttpConcurrentRequestsAction;
import io.gatling.http.request.HttpRequestConfig;
import io.gatling.http.request.HttpRequestDef;
import java.lang.reflect.Field;
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
import scala.Tuple2;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

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
          "io.gatling.core.util.RandomDistribution",
          "io.gatling.commons.util.CircularIterator");

  /**
   * Packages with actions whose functions all take a session. What those of other actions take, and
   * whether their collections end, is not known.
   */
  private static final List<String> KNOWN =
      List.of("io.gatling.core.", "io.gatling.http.", "io.gatling.jms.", "dev.onrush.internal.");

  /** Closures of these may hold further actions, as those of a switch do. */
  private static final String CLOSURE = "$$Lambda";

  /** {@code SpikeTest$$Lambda/0x00007f} is a function that SpikeTest has. */
  private static final Pattern FUNCTION =
      Pattern.compile("(?:.*\\.)?(\\w+)(?:\\$\\w+)*\\$\\$Lambda.*");

  private static final GatlingField FEED_ACTOR = GatlingField.of(Feed.class, "feedActor");

  private static final GatlingField CONCURRENT_REQUESTS =
      GatlingField.of(HttpConcurrentRequestsAction.class, "httpRequestDefs");

  private static final GatlingField REQUEST_NAME =
      GatlingField.of(HttpRequestDef.class, "requestName");

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
      Optional<List<Field>> fields = ReferenceFields.of(type);
      fields.orElse(List.of()).forEach(field -> visit(at, field));
      if (fields.isEmpty() && at instanceof ChainableAction chained) {
        push(chained.next());
      }
    }
    if (at instanceof HttpConcurrentRequestsAction together) {
      goOn(together);
    }
  }

  private void visit(Object owner, Field field) {
    Object value = ReferenceFields.get(owner, field);
    if (value == null) {
      return;
    }
    boolean known = !(owner instanceof Action) || isOneOf(KNOWN, owner);
    boolean closure = owner.getClass().getName().contains(CLOSURE);
    if (value instanceof Function1<?, ?> function && field.getType() == Function1.class) {
      if ((owner instanceof Action && known)
          || owner instanceof HttpRequestDef
          || (owner instanceof RequestAction
              && field.getName().equals("requestName")
              && ReferenceFields.isWritable(field))) {
        watch(owner, field, function);
      }
      if (known && value.getClass().getName().contains(CLOSURE)) {
        open.push(value);
      }
    } else if (known && value instanceof Iterable<?> many) {
      CollectionConverters.asJava(many).forEach(this::push);
    } else if (closure && isOneOf(WALKED, owner) && value instanceof Iterator) {
      open.push(value); // the cases of a switch in turn; to ask it for one would be a turn
    } else if (value instanceof Option<?> option) {
      option.foreach(
          each -> {
            push(each);
            return BoxedUnit.UNIT;
          });
    } else {
      push(value);
    }
    if (value instanceof HttpRequestConfig config) {
      ReferenceFields.set(owner, field, ScriptErrors.guarded(config));
      CollectionConverters.asJava(config.explicitResources()).forEach(this::push);
    }
  }

  private void push(@Nullable Object value) {
    if (value instanceof Tuple2<?, ?> choice) {
      push(choice._2()); // a case of a switch, behind its key or weight
    } else if (value instanceof Action
        || value instanceof HttpRequestDef
        || (value != null && isOneOf(WALKED, value))) {
      open.push(value);
    }
  }

  private static boolean isOneOf(List<String> names, Object value) {
    return names.stream().anyMatch(value.getClass().getName()::startsWith);
  }

  /**
   * Where one of several requests that are sent at once cannot be built, Gatling records it and
   * leaves the user where it is. It asks for the name of such a request only then, to record it.
   */
  private void goOn(HttpConcurrentRequestsAction together) {
    for (Object request :
        CollectionConverters.asJava((Iterable<?>) CONCURRENT_REQUESTS.get(together))) {
      visit(request); // first, so that a name that fails is watched
      Function1<Session, ?> name = ((HttpRequestDef) request).requestName();
      if (!(name instanceof NameOfUnbuilt)) {
        REQUEST_NAME.set(request, new NameOfUnbuilt(name, together.next()));
      }
    }
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
    if (function instanceof Watched || function instanceof NameOfUnbuilt) {
      return;
    }
    if (owner instanceof Feed feed) {
      watchNumber(feed, field, function);
      return;
    }
    Function1<Session, Object> guarded =
        ScriptErrors.guarded((Function1<Session, Object>) function);
    if (request && !field.getName().equals("requestName")) {
      ReferenceFields.set(owner, field, guarded);
      return;
    }
    String step = request ? "request name" : step(action.getSimpleName()) + place(function);
    ReferenceFields.set(owner, field, new Watched(guarded, step, engine));
  }

  /**
   * The function of a feed returns nothing, so that nobody would see a failure that comes of it.
   * What is watched is the number of records, in a feed that is otherwise the same.
   *
   * @param executes holds the number, if it is the user's own
   */
  @SuppressWarnings("unchecked")
  private void watchNumber(Feed feed, Field field, Function1<?, ?> executes) {
    for (Field captured : ReferenceFields.of(executes.getClass()).orElse(List.of())) {
      if (!(ReferenceFields.get(executes, captured) instanceof Function1<?, ?> number)) {
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
      ReferenceFields.set(feed, field, Objects.requireNonNull(ReferenceFields.get(same, field)));
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
      for (Field field : ReferenceFields.of(closure.getClass()).orElse(List.of())) {
        Object captured = ReferenceFields.get(closure, field);
        if (captured != null && captured.getClass().getName().contains(CLOSURE)) {
          closures.push(captured);
        }
      }
    }
    return "";
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

  /**
   * A name that is asked for where its request cannot be built: the user goes on as after any other
   * failed request, once the failure is recorded. If it throws, Gatling goes on itself.
   */
  private record NameOfUnbuilt(Function1<Session, ?> original, Action next)
      implements Function1<Session, Object> {

    @Override
    public Object apply(Session session) {
      Object name = original.apply(session);
      session.eventLoop().execute(() -> next.$bang(session.markAsFailed()));
      return name;
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
