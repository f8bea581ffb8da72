package dev.onrush.internal.gatling;

import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Map;

/**
 * What a plan does once before its load and once after it. The run may be ended at any moment, from
 * another thread: then the set-up is interrupted, and what it may have done is undone.
 */
final class SetUpAndTearDown {

  /** The run was ended before its load began. */
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

  /** Whether the run is being ended: nothing may begin any more. */
  private boolean ending;

  private boolean tornDown;
  private Optional<String> failure = Optional.empty();

  SetUpAndTearDown(PlanHooks hooks, Map<Class<? extends Protocol>, Protocol> protocols) {
    this.hooks = hooks;
    this.protocols = protocols;
  }

  /**
   * Does what the plan does before its load; if that fails, there is none.
   *
   * @throws RunEnded if the run was ended before, or meanwhile
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
        notifyAll(); // whoever ends the run waits for it
      }
    }
    synchronized (this) {
      checkNotEnding();
    }
    failed.ifPresent(this::refuse);
  }

  /** Ends this run that has not begun, and undoes what its set-up has done. */
  void refuse(String why) {
    hooks.refused().accept(why + tearDown().map(more -> "; then " + more).orElse(""));
  }

  private void checkNotEnding() {
    if (ending) {
      throw new RunEnded();
    }
  }

  /**
   * Does what the plan does at its end, once; a set-up under way is interrupted. Further calls
   * return what the first has returned.
   *
   * @return how it failed, in words, if it did
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
