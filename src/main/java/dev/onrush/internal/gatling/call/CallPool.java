package dev.onrush.internal.gatling.call;

import dev.onrush.internal.gatling.stats.CallSample;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on a bounded number of threads, in the order in which they come, and never on an event
 * loop. A call is interrupted and given up if its result or the outcome of its checks does not come
 * in time, or if it is not over when the run ends. Its thread is free again when the call, or the
 * check, returns.
 */
public final class CallPool {

  private static final Duration LOOK = Duration.ofMillis(2);

  private final int threads;
  private final CallThreads makers;
  private final ScheduledThreadPoolExecutor timeouts;
  private final Set<Call> open = ConcurrentHashMap.newKeySet();

  /**
   * Guards the fields below. It replaces {@code synchronized}, which would block the carrier
   * threads of virtual threads.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<Call> queue = new ArrayDeque<>();
  private int busy;
  private boolean closed;

  /**
   * Creates a pool without threads; they are created when calls come.
   *
   * @param threads the greatest number of calls that run at the same time
   */
  public CallPool(int threads) {
    this.threads = threads;
    this.makers = CallThreads.ofThisJvm();
    this.timeouts =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "onrush-call-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    timeouts.setRemoveOnCancelPolicy(true);
  }

  /** Describes the threads of a pool: {@code 256 platform threads at most}. */
  public static String describe(int threads) {
    return threads + " " + CallThreads.ofThisJvm().kind() + " threads at most";
  }

  /** The result of a call, before it is checked. */
  @FunctionalInterface
  interface Answer {

    /**
     * Checks the result and returns it if all checks hold. Runs on the call's thread, and is not
     * included in the times of the call.
     */
    @Nullable Object checked() throws Throwable;
  }

  /** A call that waits, runs, and ends in exactly one of four ways. */
  abstract static class Call {
    private enum State {
      WAITING,
      RUNNING,
      RETURNED,
      CHECKED,
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
     * Called when the result, or the outcome of the checks if the call has returned, does not come
     * in time. The call is then over.
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

    /** Marks the call as running. Returns false if it has already ended. */
    private synchronized boolean tryBegin() {
      if (state != State.WAITING) {
        return false;
      }
      state = State.RUNNING;
      begun = System.nanoTime();
      thread = Thread.currentThread();
      return true;
    }

    /** Marks the call as returned. Returns false if its result no longer counts. */
    private synchronized boolean tryMarkReturned(long now) {
      if (state != State.RUNNING) {
        return false;
      }
      state = State.RETURNED;
      ended = now;
      return true;
    }

    /** Marks the result as checked. Returns false if the outcome of the checks no longer counts. */
    private synchronized boolean tryMarkChecked() {
      if (state != State.RETURNED) {
        return false;
      }
      state = State.CHECKED;
      return true;
    }

    /** Makes sure that no interrupt comes after this. */
    private synchronized void leaveThread() {
      thread = null;
    }

    /** The times of the call until it returned, or until now. */
    private synchronized CallSample times() {
      long end = ended == 0 ? System.nanoTime() : ended;
      return new CallSample(
          queued, (state == State.WAITING ? end : begun) - came, begun == 0 ? 0 : end - begun);
    }

    /**
     * Stops the call because its time is up, unless it has left the state to which the limit
     * applies.
     */
    private void stop(State late) {
      CallSample times;
      synchronized (this) {
        if (state != late) {
          return;
        }
        times = times();
        state = State.OVER;
        interrupt();
      }
      timedOut(times, late == State.RETURNED);
    }

    private void leave() {
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

  /**
   * Runs a call as soon as there is a thread for it. After the end of the run, the call is ignored.
   */
  void submit(Call call) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      open.add(call);
      if (busy == threads) {
        call.queued = true;
        queue.add(call);
        return;
      }
      busy++;
    } finally {
      lock.unlock();
    }
    start(call);
  }

  /** Called when the call has been recorded and is no longer awaited. */
  void over(Call call) {
    open.remove(call);
  }

  private void start(Call first) {
    try {
      makers.execute(() -> work(first));
    } catch (Throwable e) { // no thread can be created, for this call or for the calls that wait
      for (Call call = first; call != null; call = next()) {
        call.threw(e, call.times());
      }
    }
  }

  /**
   * Runs calls until no call waits. The thread is free, or has its next call, before the result is
   * passed on, so that a user who calls again at once finds it free.
   */
  private void work(Call first) {
    Call call = first;
    while (call != null) {
      Runnable result = run(call);
      Call following = next();
      try {
        result.run();
      } catch (Throwable e) { // for example, because memory runs out
        call.threw(e, call.times());
      }
      call = following;
    }
  }

  private @Nullable Call next() {
    lock.lock();
    try {
      Call call = queue.poll();
      if (call == null) {
        busy--;
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a call, and returns the code that passes on its result. */
  private Runnable run(Call call) {
    try {
      return call.tryBegin() ? outcome(call) : () -> {};
    } catch (Throwable e) {
      return () -> call.threw(e, call.times());
    } finally {
      call.leaveThread();
      boolean unused = Thread.interrupted(); // the interrupt was for this call, not for the next
    }
  }

  private Runnable outcome(Call call) {
    call.begins();
    ScheduledFuture<?> timeout = stopLater(call, Call.State.RUNNING);
    Answer answer;
    try {
      answer = call.perform();
    } catch (Throwable e) { // everything that is thrown is a failure of the call
      answer =
          () -> {
            throw e;
          };
    }
    long end = System.nanoTime();
    timeout.cancel(false);
    return call.tryMarkReturned(end) ? checked(call, answer) : () -> {};
  }

  private Runnable checked(Call call, Answer answer) {
    CallSample times = call.times();
    Optional<ScheduledFuture<?>> timeout =
        call.hasChecks() ? Optional.of(stopLater(call, Call.State.RETURNED)) : Optional.empty();
    Runnable outcome;
    try {
      Object result = answer.checked();
      outcome = () -> call.returned(result, times);
    } catch (Throwable e) {
      outcome = () -> call.threw(e, times);
    }
    timeout.ifPresent(late -> late.cancel(false));
    return call.tryMarkChecked() ? outcome : () -> {};
  }

  private ScheduledFuture<?> stopLater(Call call, Call.State late) {
    return timeouts.schedule(() -> call.stop(late), call.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Closes the pool: no call begins from now on. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.forEach(Call::leave);
      open.removeAll(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all calls that have begun are recorded, for at most {@code time}. */
  public void await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Interrupts all calls without a result and records them as unanswered. */
  public void recordUnanswered() {
    open.forEach(Call::leave);
    open.clear();
    timeouts.shutdownNow();
  }
}
