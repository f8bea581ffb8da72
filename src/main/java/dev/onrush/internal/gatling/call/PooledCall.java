package dev.onrush.internal.gatling.call;

import dev.onrush.internal.gatling.stats.CallSample;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call of a {@link CallPool}, which waits, runs, and ends in exactly one of four ways. */
abstract class PooledCall {

  /** The result of a call, before it is checked. */
  @FunctionalInterface
  interface Answer {

    /**
     * Checks the result and returns it if all checks hold. Runs on the call's thread, and is not
     * included in the times of the call.
     */
    @Nullable Object checked() throws Throwable;
  }

  /** What a call has done so far. */
  enum State {
    WAITING,
    RUNNING,
    RETURNED,
    CHECKED,
    TIMED_OUT,
    OVER
  }

  private State state = State.WAITING;
  private @Nullable Thread thread;
  private final long came = System.nanoTime();
  private long begun;
  private long ended;
  private boolean queued;

  /** The longest time that the call may run, and the longest time for its checks after it. */
  abstract Duration timeout();

  /** Called on the call's thread when it begins to run. */
  abstract void begins();

  /** Performs the call, on its thread. */
  abstract Answer perform() throws Throwable;

  /** Whether the result has checks, whose time is limited, too. */
  abstract boolean hasChecks();

  /**
   * Called on the call's thread when its result is there. The code that records the result calls
   * {@link #tryEnd}.
   */
  abstract void returned(@Nullable Object result, CallSample times);

  /**
   * Called when the call threw, or when there is no thread for it. The code that records the
   * failure calls {@link #tryEnd}.
   */
  abstract void threw(Throwable thrown, CallSample times);

  /**
   * Called when the result, or the outcome of the checks if the call has returned, does not come in
   * time. The code that records the failure calls {@link #tryEnd}.
   */
  abstract void timedOut(CallSample times, boolean hasReturned);

  /**
   * Called at the end of the run if the call has no checked result, or has not begun. The call is
   * then over.
   */
  abstract void unanswered(CallSample times, boolean hasBegun);

  /** Ends the call. Returns false if it has already ended. */
  final synchronized boolean tryEnd() {
    if (state == State.OVER) {
      return false;
    }
    state = State.OVER;
    return true;
  }

  /** Marks the call as one that had to wait for a thread. */
  final void markQueued() {
    queued = true;
  }

  /** Marks the call as running. Returns false if it has already ended. */
  final synchronized boolean tryBegin() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.RUNNING;
    begun = System.nanoTime();
    thread = Thread.currentThread();
    return true;
  }

  /** Marks the call as returned. Returns false if its result no longer counts. */
  final synchronized boolean tryMarkReturned(long now) {
    if (state != State.RUNNING) {
      return false;
    }
    state = State.RETURNED;
    ended = now;
    return true;
  }

  /** Marks the result as checked. Returns false if the outcome of the checks no longer counts. */
  final synchronized boolean tryMarkChecked() {
    if (state != State.RETURNED) {
      return false;
    }
    state = State.CHECKED;
    return true;
  }

  /** Makes sure that no interrupt comes after this. */
  final synchronized void leaveThread() {
    thread = null;
  }

  /** The times of the call until it returned, or until now. */
  final synchronized CallSample times() {
    long end = ended == 0 ? System.nanoTime() : ended;
    return new CallSample(
        queued, (state == State.WAITING ? end : begun) - came, begun == 0 ? 0 : end - begun);
  }

  /**
   * Stops the call because its time is up, unless it has left the state to which the limit applies.
   */
  final void stop(State late) {
    CallSample times;
    synchronized (this) {
      if (state != late) {
        return;
      }
      times = times();
      state = State.TIMED_OUT;
      interrupt();
    }
    timedOut(times, late == State.RETURNED);
  }

  /** Gives the call up because the run ends, unless it is over. */
  final void leave() {
    CallSample times;
    boolean began;
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      times = times();
      began = state != State.WAITING;
      state = State.OVER;
      interrupt();
    }
    unanswered(times, began);
  }

  private void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
