package dev.onrush.internal.gatling.call;

import dev.onrush.internal.gatling.action.JavaAction;
import dev.onrush.internal.gatling.stats.CallOutcome;
import dev.onrush.internal.gatling.stats.CallSample;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.units.Quantity;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.util.Clock;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;

/**
 * The action of a call, which lets each user wait until its call has ended. Its fields are named as
 * in Gatling's own actions, so that a request name that cannot be evaluated is recorded as a
 * failure.
 */
final class CallStep implements JavaAction {

  private final Function1<Session, Validation<String>> requestName;
  private final CallDefinition<?> definition;
  private final CallPool pool;
  private final CallRecording recording;
  private final Action next;

  CallStep(
      Function1<Session, Validation<String>> requestName,
      CallDefinition<?> definition,
      CallPool pool,
      CallRecording recording,
      Action next) {
    this.requestName = requestName;
    this.definition = definition;
    this.pool = pool;
    this.recording = recording;
    this.next = next;
  }

  @Override
  public String name() {
    return "onrush-call";
  }

  @Override
  public void execute(Session session) {
    if (requestName.apply(session) instanceof Success<String> name) {
      pool.submit(new Pending(name.value(), session, this));
    } else { // already recorded when the name was evaluated
      next.$bang(session.markAsFailed());
    }
  }

  /** Records calls in the statistics engine of a run. */
  record CallRecording(StatsEngine engine, Clock clock) {

    void ended(Pending call, CallSample times, @Nullable String error) {
      Session session = call.session;
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

    /** Returns a text without secrets. */
    String masked(String text) {
      return engine instanceof MeteredStatsEngine metered ? metered.masked(text) : text;
    }

    void keep(CallOutcome call, Session before, Session after, Optional<Object> result) {
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

  /** The call of one user. Its outcome is recorded on the user's event loop. */
  private static final class Pending extends PooledCall {
    private final String name;
    private final Session session;
    private final CallStep step;

    /**
     * When the call was made or began to run, on Gatling's clock; written before anything about the
     * call is recorded.
     */
    private volatile long start;

    Pending(String name, Session session, CallStep step) {
      this.name = name;
      this.session = session;
      this.step = step;
      this.start = step.recording.clock.nowMillis();
    }

    @Override
    Duration timeout() {
      return step.definition.timeout();
    }

    @Override
    void begins() {
      start = step.recording.clock.nowMillis();
    }

    @Override
    PooledCall.Answer perform() throws Exception {
      return step.definition.performOn(new io.gatling.javaapi.core.Session(session));
    }

    @Override
    boolean hasChecks() {
      return !step.definition.checks().isEmpty();
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
      String error = CallDefinition.failure(thrown, step.recording::masked);
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
      onItsLoop(
          () -> {
            if (tryEnd()) {
              end(times, error, null);
            }
          });
    }

    @Override
    void unanswered(CallSample times, boolean hasBegun) {
      if (hasBegun) {
        step.recording.unanswered(this, times);
      } else {
        step.recording.neverBegan(this, times);
      }
    }

    private void end(CallSample times, @Nullable String error, @Nullable Object result) {
      step.recording.ended(this, times, error);
      step.pool.over(this, error == null); // afterwards, since the end of a run waits for it
      Session timed =
          session.logGroupRequestTimings(
              start, start + TimeUnit.NANOSECONDS.toMillis(times.took()));
      Optional<String> savedAs = step.definition.savedAs();
      Session after =
          error != null
              ? timed.markAsFailed()
              : savedAs.isPresent() && result != null ? timed.set(savedAs.get(), result) : timed;
      CallOutcome outcome = new CallOutcome(name, start, times.took(), error == null ? "" : error);
      step.recording.keep(outcome, session, after, Optional.ofNullable(result));
      step.next.$bang(after);
    }

    private void onItsLoop(Runnable what) {
      try {
        session.eventLoop().execute(what);
      } catch (RejectedExecutionException e) {
        step.pool.over(this, true); // the run is over, and its user with it
      }
    }
  }
}
