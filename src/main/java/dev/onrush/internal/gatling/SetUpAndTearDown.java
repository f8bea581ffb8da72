package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.app.EndedBeforeLoad;
import dev.onrush.internal.text.FailureText;
import dev.onrush.internal.text.UserCode;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Map;

/**
 * Waits for the service, and runs the set-up of a plan before its load and the tear-down after it,
 * once each. The run may be ended at any moment by another thread. Then the set-up is interrupted,
 * and the tear-down undoes what it may have done.
 */
final class SetUpAndTearDown {

  private static final String NOT_STARTED = "the service could not be started: ";
  private static final String NOT_READY = "the service was not ready yet, so no load was sent";
  private static final String NO_LOAD = "the load had not begun yet";

  private final PlanHooks hooks;
  private final Map<Class<? extends Protocol>, Protocol> protocols;

  /** Set when the service is ready, before anything is sent to it. */
  private @Nullable CoreComponents core;

  private @Nullable Thread setUpThread;

  /** Whether the service is waited for, or was when the run was ended. */
  private boolean isAwaited;

  /** Whether nothing is left to do before the load. */
  private boolean prepared;

  /** Whether the run is being ended, so that nothing may begin any more. */
  private boolean ending;

  private boolean tornDown;
  private Optional<String> failure = Optional.empty();

  SetUpAndTearDown(PlanHooks hooks, Map<Class<? extends Protocol>, Protocol> protocols) {
    this.hooks = hooks;
    this.protocols = protocols;
  }

  /**
   * Runs the set-up of the plan, if it has one, when the service is ready. If it fails, there is no
   * load.
   *
   * @throws EndedBeforeLoad if the run was ended before or during the set-up
   */
  void setUp(CoreComponents with) {
    hooks
        .setup()
        .before()
        .ifPresent(hook -> perform(() -> ready(with).or(() -> hookRun("before", with).run(hook))));
  }

  /**
   * Waits until the service is ready. If it does not become ready, there is no load.
   *
   * @throws EndedBeforeLoad if the run was ended before or meanwhile
   */
  void awaitService(CoreComponents with) {
    perform(() -> ready(with));
    synchronized (this) {
      prepared = true;
    }
  }

  /**
   * Waits until the service is ready and its metrics can be read, once.
   *
   * @return why there can be no load, in words; empty if there can
   */
  private Optional<String> ready(CoreComponents with) {
    synchronized (this) {
      if (core != null) {
        return Optional.empty();
      }
      isAwaited = true;
    }
    try {
      hooks.service().awaitReady();
    } catch (IOException e) {
      return Optional.of(NOT_STARTED + FailureText.of(e));
    } catch (RuntimeException | Error e) {
      return Optional.of(NOT_STARTED + UserCode.text(e));
    }
    try {
      hooks.service().connect();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    synchronized (this) {
      core = with;
      isAwaited = false;
    }
    return Optional.empty();
  }

  /** Performs a step that the end of the run interrupts. If the step fails, the run is refused. */
  private void perform(Supplier<Optional<String>> step) {
    synchronized (this) {
      checkNotEnding();
      setUpThread = Thread.currentThread();
    }
    Optional<String> failed;
    try {
      failed = step.get();
    } finally {
      synchronized (this) {
        setUpThread = null;
        notifyAll(); // the thread that ends the run waits for this
      }
    }
    synchronized (this) {
      checkNotEnding();
    }
    failed.ifPresent(this::refuse);
  }

  /** Refuses this run, which has not begun, and undoes what its set-up has done. */
  void refuse(String why) {
    hooks.refused().accept(why + tearDown().map(more -> "; then " + more).orElse(""));
  }

  /** How far a run that was ended had got, if its load has not begun; empty if it was not ended. */
  synchronized Optional<String> endedBeforeLoad() {
    return ending && !prepared ? Optional.of(isAwaited ? NOT_READY : NO_LOAD) : Optional.empty();
  }

  private void checkNotEnding() {
    if (ending) {
      throw EndedBeforeLoad.unlogged();
    }
  }

  /**
   * Runs the tear-down of the plan, once. If the set-up is still running, it is interrupted.
   * Further calls return the result of the first.
   *
   * @return why it failed, in words; empty if it did not
   */
  synchronized Optional<String> tearDown() {
    ending = true;
    while (setUpThread != null) {
      setUpThread.interrupt();
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    CoreComponents with = core;
    if (!tornDown && with != null) {
      failure = hooks.setup().after().flatMap(hook -> hookRun("after", with).run(hook));
    }
    tornDown = true;
    return failure;
  }

  private HookRun hookRun(String name, CoreComponents with) {
    return new HookRun(name, hooks.atMost(), with, protocols, hooks.masked());
  }
}
