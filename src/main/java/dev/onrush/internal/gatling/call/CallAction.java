package dev.onrush.internal.gatling.call;

import com.typesafe.scalalogging.Logger;
import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.stats.CallOutcome;
import dev.onrush.internal.gatling.stats.CallSample;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.text.UserCode;
import dev.onrush.units.Quantity;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.util.Clock;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.internal.Expressions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.Option;

/**
 * A step of a chain that calls Java code on a thread other than the event loop, and records the
 * call as a request.
 */
public final class CallAction implements ActionBuilder {

  /** The number of characters of a result that are shown if a check refuses it. */
  private static final int SHOWN = 100;

  private final Wanted<?> wanted;

  /** Creates a step for a call. */
  public CallAction(Wanted<?> wanted) {
    this.wanted = wanted;
  }

  /** The code that is called. */
  @FunctionalInterface
  public interface Called<T> {

    /** Returns the result, which may be null. */
    @Nullable T on(Session session) throws Exception;
  }

  /**
   * A condition that a result must fulfil.
   *
   * @param name the name of the check in messages
   */
  public record Check<T>(String name, Predicate<? super T> holds) {}

  /**
   * The definition of a call.
   *
   * @param name the name of the request; expressions of Gatling's EL in it are replaced
   * @param checks the checks of the result, all of which must hold
   * @param savedAs the session attribute that gets the result
   * @param timeout the longest time that the call may run, and the longest time for its checks
   *     after it
   */
  public record Wanted<T>(
      String name,
      Called<T> called,
      List<Check<T>> checks,
      Optional<String> savedAs,
      Duration timeout) {

    private PooledCall.Answer performOn(Session session) throws Exception {
      T result = called.on(session);
      return () -> checked(result);
    }

    private @Nullable T checked(@Nullable T result) {
      for (Check<T> check : checks) {
        boolean holds;
        try {
          holds = check.holds.test(result);
        } catch (Exception | Error e) {
          throw new FailedCheck(
              "check \"" + check.name + "\" threw " + line(e) + "; result was " + shown(result));
        }
        if (!holds) {
          throw new FailedCheck("check \"" + check.name + "\" failed; result was " + shown(result));
        }
      }
      if (savedAs.isPresent() && result == null) {
        throw new FailedCheck("nothing to save as \"" + savedAs.get() + "\": result was null");
      }
      return result;
    }
  }

  /** A failure that is fully described by its message. */
  private static final class FailedCheck extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedCheck(String message) {
      super(message, null, false, false);
    }
  }

  private static String shown(@Nullable Object result) {
    try {
      String text = firstLine(String.valueOf(result));
      return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    } catch (Exception | Error e) {
      return "a "
          + (result == null ? "" : result.getClass().getSimpleName())
          + " whose toString() failed";
    }
  }

  /**
   * Describes a throwable by its class and the first line of its message: {@code
   * IllegalStateException: no such order}.
   */
  private static String line(Throwable thrown) {
    if (thrown instanceof FailedCheck) {
      return String.valueOf(thrown.getMessage());
    }
    String name = UserCode.name(thrown);
    try {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? name : name + ": " + firstLine(message);
    } catch (Exception | Error e) {
      return name + " whose getMessage() failed";
    }
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new Calling(Expressions.toStringExpression(wanted.name));
  }

  /** The step as an action builder of Gatling. */
  public final class Calling implements io.gatling.core.action.builder.ActionBuilder {

    private final Function1<io.gatling.core.session.Session, Validation<String>> requestName;

    public Calling(Function1<io.gatling.core.session.Session, Validation<String>> requestName) {
      this.requestName = requestName;
    }

    /** The name of the request, as thresholds refer to it. */
    public Function1<io.gatling.core.session.Session, Validation<String>> requestName() {
      return requestName;
    }

    @Override
    public Action build(ScenarioContext ctx, Action next) {
      return new Step(
          requestName,
          wanted,
          ctx.protocolComponentsRegistry().components(CallProtocol.KEY).pool(),
          new Seam(ctx.coreComponents().statsEngine(), ctx.coreComponents().clock()),
          next);
    }
  }

  /** Records calls in the statistics engine of a run. */
  private record Seam(StatsEngine engine, Clock clock) {

    void ended(Pending call, CallSample times, @Nullable String error) {
      io.gatling.core.session.Session session = call.session;
      if (engine instanceof MeteredStatsEngine metered) {
        metered.called(session, call.name, call.start, times, error);
        return;
      }
      engine.logResponse(
          session.scenario(),
          session.groups(),
          call.name,
          call.start,
          call.start + TimeUnit.NANOSECONDS.toMillis(times.took()),
          error == null ? OK$.MODULE$ : KO$.MODULE$,
          Option.empty(),
          Option.apply(error));
    }

    void keep(
        CallOutcome call,
        io.gatling.core.session.Session before,
        io.gatling.core.session.Session after,
        Optional<Object> result) {
      if (engine instanceof MeteredStatsEngine metered) {
        metered.keepCall(before, after, call, result);
      }
    }

    void unanswered(Pending call, CallSample times) {
      if (engine instanceof MeteredStatsEngine metered) {
        metered.callUnanswered(call.session, call.name, call.start, times);
      }
    }

    void neverBegan(Pending call, CallSample times) {
      if (engine instanceof MeteredStatsEngine metered) {
        metered.callNeverBegan(call.session, times);
      }
    }
  }

  /**
   * The action. Its fields are named as in Gatling's own actions, so that a request name that
   * cannot be evaluated is recorded as a failure.
   */
  static final class Step implements Action {
    private final Function1<io.gatling.core.session.Session, Validation<String>> requestName;
    private final Wanted<?> wanted;
    private final CallPool pool;
    private final Seam seam;
    private final Action next;
    private Logger logger = Logger.apply(LoggerFactory.getLogger(CallAction.class));

    private Step(
        Function1<io.gatling.core.session.Session, Validation<String>> requestName,
        Wanted<?> wanted,
        CallPool pool,
        Seam seam,
        Action next) {
      this.requestName = requestName;
      this.wanted = wanted;
      this.pool = pool;
      this.seam = seam;
      this.next = next;
    }

    @Override
    public String name() {
      return "onrush-call";
    }

    @Override
    public void execute(io.gatling.core.session.Session session) {
      if (requestName.apply(session) instanceof Success<String> name) {
        pool.submit(new Pending(name.value(), session, this));
      } else { // already recorded when the name was evaluated
        next.$bang(session.markAsFailed());
      }
    }

    @Override
    public Logger logger() {
      return logger;
    }

    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger set) {
      logger = set;
    }
  }

  /** The call of one user. Its outcome is recorded on the user's event loop. */
  private static final class Pending extends PooledCall {
    private final String name;
    private final io.gatling.core.session.Session session;
    private final Step step;

    /**
     * When the call was made or began to run, on Gatling's clock; written before anything about the
     * call is recorded.
     */
    private volatile long start;

    Pending(String name, io.gatling.core.session.Session session, Step step) {
      this.name = name;
      this.session = session;
      this.step = step;
      this.start = step.seam.clock.nowMillis();
    }

    @Override
    Duration timeout() {
      return step.wanted.timeout;
    }

    @Override
    void begins() {
      start = step.seam.clock.nowMillis();
    }

    @Override
    PooledCall.Answer perform() throws Exception {
      return step.wanted.performOn(new Session(session));
    }

    @Override
    boolean hasChecks() {
      return !step.wanted.checks.isEmpty();
    }

    @Override
    void returned(@Nullable Object result, CallSample times) {
      onItsLoop(
          () -> {
            if (tryEnd()) {
              end(times, null, result);
            }
          });
    }

    @Override
    void threw(Throwable thrown, CallSample times) {
      String error = line(thrown);
      onItsLoop(
          () -> {
            if (tryEnd()) {
              end(times, error, null);
            }
          });
    }

    @Override
    void timedOut(CallSample times, boolean hasReturned) {
      String what = hasReturned ? "check had no outcome" : "no result";
      String error = what + " within " + Quantity.duration(timeout());
      onItsLoop(() -> end(times, error, null));
    }

    @Override
    void unanswered(CallSample times, boolean hasBegun) {
      if (hasBegun) {
        step.seam.unanswered(this, times);
      } else {
        step.seam.neverBegan(this, times);
      }
    }

    private void end(CallSample times, @Nullable String error, @Nullable Object result) {
      step.pool.over(this);
      step.seam.ended(this, times, error);
      io.gatling.core.session.Session timed =
          session.logGroupRequestTimings(
              start, start + TimeUnit.NANOSECONDS.toMillis(times.took()));
      Optional<String> savedAs = step.wanted.savedAs;
      io.gatling.core.session.Session after =
          error != null
              ? timed.markAsFailed()
              : savedAs.isPresent() && result != null ? timed.set(savedAs.get(), result) : timed;
      CallOutcome outcome = new CallOutcome(name, start, times.took(), error == null ? "" : error);
      step.seam.keep(outcome, session, after, Optional.ofNullable(result));
      step.next.$bang(after);
    }

    private void onItsLoop(Runnable what) {
      try {
        session.eventLoop().execute(what);
      } catch (RejectedExecutionException e) {
        step.pool.over(this); // the run is over, and its user with it
      }
    }
  }
}
