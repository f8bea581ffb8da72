package dev.onrush.internal.gatling;

import dev.onrush.internal.text.UserCode;
import io.gatling.core.scenario.SimulationParams;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulation's own {@code before} and {@code after}, and why the simulation failed. */
final class OwnHooks {

  private static final Logger LOG = LoggerFactory.getLogger(OwnHooks.class);

  private final SimulationParams params;
  private volatile String failure = "";

  /** Takes the hooks of a simulation, of which none has run. */
  OwnHooks(SimulationParams params) {
    this.params = params;
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

  /** Runs the tear-down. Measurements stay valid if it fails. */
  void after() {
    try {
      if (params.after().isDefined()) {
        params.after().get().apply();
      }
    } catch (Throwable e) {
      failed("after() failed: " + UserCode.text(e));
      LOG.error("after() failed", e);
    }
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
