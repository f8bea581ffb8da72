package dev.onrush.internal.gatling;

import dev.onrush.internal.text.UserCode;
import io.gatling.core.scenario.SimulationParams;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulation's own {@code before} and {@code after}, and why the simulation failed. */
final class OwnHooks {

  private static final Logger LOG = LoggerFactory.getLogger(OwnHooks.class);

  private final SimulationParams params;
  private final Duration atMost;
  private volatile boolean due;
  private boolean done;
  private volatile String failure = "";

  /**
   * Takes the hooks of a simulation, of which none has run.
   *
   * @param atMost how long {@code after} may take
   */
  OwnHooks(SimulationParams params, Duration atMost) {
    this.params = params;
    this.atMost = atMost;
  }

  /** Runs the set-up. A failure ends the run. */
  void before() {
    try {
      if (params.before().isDefined()) {
        params.before().get().apply();
      }
    } catch (Throwable e) {
      failed("before() failed: " + UserCode.text(e));
      throw e;
    }
  }

  /** Says that Gatling has come to the tear-down. It runs when the load has been measured. */
  void afterIsDue() {
    due = true;
  }

  /** Runs the tear-down, if Gatling has come to it. */
  void afterIfDue() {
    if (due) {
      after();
    }
  }

  /** Runs the tear-down, unless it has run. Measurements stay valid if it fails. */
  synchronized void after() {
    if (done || params.after().isEmpty()) {
      return;
    }
    done = true;
    HookRun.code(
            "after",
            atMost,
            () -> {
              try {
                params.after().get().apply();
              } catch (Throwable e) {
                LOG.error("after() failed", e);
                throw e;
              }
            })
        .ifPresent(why -> failed("after() " + why));
  }

  /** Sets why the simulation failed, in words. */
  void failed(String why) {
    failure = why;
  }

  /** Sets why the simulation failed, in words, unless it failed before. */
  void failedFirst(String why) {
    if (failure.isEmpty()) {
      failure = why;
    }
  }

  /** Why the simulation failed, in words; empty if it did not. */
  Optional<String> failure() {
    return Optional.of(failure).filter(text -> !text.isEmpty());
  }
}
