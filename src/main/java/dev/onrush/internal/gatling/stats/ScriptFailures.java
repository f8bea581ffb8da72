package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.field.ReferenceFields;
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
 * Records the functions of a script that throw, and the expressions that cannot be evaluated: in
 * {@code exec}, conditions, loops, pauses and names. Gatling logs such failures, marks the user as
 * failed and goes on. It reports to its statistics only requests that cannot be built. In addition,
 * a session that a function returns keeps the attributes by which Onrush identifies its user.
 *
 * <p>Actions are built anew for each run. In the actions of the run, each expression is replaced by
 * one that does the same and observes the result.
 */
public final class ScriptFailures {

  /** The packages and classes of objects within actions in which other actions may be found. */
  private static final List<String> WALKED =
      List.of(
          "io.gatling.core.action.",
          "io.gatling.http.action.",
          "io.gatling.core.actor.Atomic",
          "io.gatling.core.util.RandomDistribution",
          "io.gatling.commons.util.CircularIterator");

  /**
   * Packages of actions whose functions all take a session. For other actions, it is not known what
   * their functions take, and whether their collections end.
   */
  private static final List<String> KNOWN =
      List.of("io.gatling.core.", "io.gatling.http.", "io.gatling.jms.", "dev.onrush.internal.");

  /** Part of the class name of closures, which may contain further actions, as in a switch. */
  private static final String CLOSURE = "$$Lambda";

  /**
   * The class name of a function: {@code SpikeTest$$Lambda/0x00007f} is a function in SpikeTest.
   */
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
   * Observes all actions that users run from an action on.
   *
   * @param entry an action that was built for this run
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
      open.push(value); // the cases of a switch in turn; a call of next() would change the turn
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
      push(choice._2()); // a case of a switch, after its key or weight
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
   * Lets the user go on if one of several requests that are sent at once cannot be built. Gatling
   * records this request and does not continue with the user. It evaluates the name of the request
   * only in this case, to record it.
   */
  private void goOn(HttpConcurrentRequestsAction together) {
    for (Object request :
        CollectionConverters.asJava((Iterable<?>) CONCURRENT_REQUESTS.get(together))) {
      visit(request); // first, so that a failing name is recorded
      Function1<Session, ?> name = ((HttpRequestDef) request).requestName();
      if (!(name instanceof NameOfUnbuilt)) {
        REQUEST_NAME.set(request, new NameOfUnbuilt(name, together.next()));
      }
    }
  }

  /**
   * Replaces an expression by one that records failures. For an HTTP request, only its name needs
   * this: Gatling reports all other parts that cannot be built to its statistics, once errors are
   * turned into failures.
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
   * Records failures of the number of records of a feed. The function of the feed itself returns
   * nothing, so that a failure in it could not be observed. Therefore the feed is replaced by one
   * with an observed number, which is otherwise the same.
   *
   * @param executes contains the number, if it is the user's own
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

  /** Returns the name of an action in the DSL. */
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

  /** Returns the class that contains the function, if it is one of the user's own. */
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

  /** The same expression, which also records failures. */
  private record Watched(
      Function1<Session, Object> original, String step, MeteredStatsEngine engine)
      implements Function1<Session, Object> {

    /** The last failure on this thread, since Gatling evaluates some expressions twice. */
    private static final ThreadLocal<Optional<Failed>> LAST =
        ThreadLocal.withInitial(Optional::empty);

    @Override
    @SuppressWarnings("ReferenceEquality") // a new success is needed unless it is the same object
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
   * The name of a request, which Gatling evaluates if the request cannot be built. The user then
   * goes on as after any other failed request, once the failure is recorded. If the name throws,
   * Gatling itself goes on.
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

  /** An expression that failed for a session. The same failure twice in a row is recorded once. */
  private record Failed(Watched expression, Session session) {

    @SuppressWarnings("ReferenceEquality") // equal sessions may belong to different moments
    boolean is(Failed other) {
      return expression == other.expression && session == other.session;
    }
  }
}
