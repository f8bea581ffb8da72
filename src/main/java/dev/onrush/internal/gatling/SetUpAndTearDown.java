package dev.onrush.internal.gatling;

import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Map;

/**
 * Runs the set-up of a plan before its load and the tear-down after it, once each. The run may be
 * ended at any moment by another thread. Then the set-up is interrupted, and the tear-down undoes
 * what it may have done.
 */
final class SetUpAndTearDown {

  /** Thrown if the run was ended before its load began. */
  static final class RunEnded extends IllegalStateException {
    private static final long serialVersionUID = 1;

    RunEnded() {
      super("the run was ended before its load began");
    }
  }

  private final PlanHooks hooks;
  private final Map<Class<? extends Protocol>, Protocol> protocols;
  private @Nullable CoreComponents core;
  private @Nullable Thread setUpThread;

  /** Whether the run is being ended, so that nothing may begin any more. */
  private boolean ending;

  private boolean tornDown;
  private Optional<String> failure = Optional.empty();

  SetUpAndTearDown(PlanHooks hooks, Map<Class<? extends Protocol>, Protocol> protocols) {
    this.hooks = hooks;
    this.protocols = protocols;
  }

  /**
   * Runs the set-up of the plan. If it fails, there is no load.
   *
   * @throws RunEnded if the run was ended before or during the set-up
   */
  void setUp(CoreComponents with) {
    synchronized (this) {
      checkNotEnding();
      core = with;
      setUpThread = Thread.currentThread();
    }
    Optional<String> failed;
    try {
      failed = hooks.before().flatMap(hook -> hookRun("before", with).run(hook));
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

  private void checkNotEnding() {
    if (ending) {
      throw new RunEnded();
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
      failure = hooks.after().flatMap(hook -> hookRun("after", with).run(hook));
    }
    tornDown = true;
    return failure;
  }

  private HookRun hookRun(String name, CoreComponents with) {
    return new HookRun(name, hooks.atMost(), with, protocols, hooks.masked());
  }
}
