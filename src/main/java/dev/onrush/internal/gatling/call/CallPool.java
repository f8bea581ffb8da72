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
 * loop. A call without a result in time, or without an outcome of its checks in time, is
 * interrupted and left. So is a call that is not over when the run ends. Its thread is free again
 * when the call, or the check, returns.
 */
public final class CallPool {

  private static final Duration LOOK = Duration.ofMillis(2);

  private final int threads;
  private final CallThreads makers;
  private final ScheduledThreadPoolExecutor timeouts;
  private final Set<Call> open = ConcurrentHashMap.newKeySet();

  /** Guards what follows. Not synchronized, which would hold up the carriers of virtual threads. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<Call> queue = new ArrayDeque<>();
  private int busy;
  private boolean closed;

  /**
   * A pool without a thread; they are made as calls come.
   *
   * @param threads that run calls at the same time, at most
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

  /** {@code 256 platform threads}. */
  public static String describe(int threads) {
    return threads + " " + CallThreads.ofThisJvm().kind() + " threads at most";
  }

  /** What a call has returned, before it is looked at. */
  @FunctionalInterface
  interface Answer {

    /** The result, once all checks hold; on the call's thread, and in none of its times. */
    @Nullable Object checked() throws Throwable;
  }

  /** A call: waits, runs, and ends in exactly one of four ways. */
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

    /** The longest time that it may run, and the longest time that its checks may run after it. */
    abstract Duration timeout();

    /** It begins now; on its thread. */
    abstract void begins();

    /** The call itself; on its thread. */
    abstract Answer perform() throws Throwable;

    /** Whether there are checks of its result, whose time is bounded too. */
    abstract boolean hasChecks();

    /** Its result is there; on its thread. Calls {@link #isOver} where it is recorded. */
    abstract void returned(@Nullable Object result, CallSample times);

    /** It threw, or there is no thread for it. Calls {@link #isOver} where it is recorded. */
    abstract void threw(Throwable thrown, CallSample times);

    /** There is no result in time, or no outcome of its checks if it has returned; it is over. */
    abstract void timedOut(CallSample times, boolean hasReturned);

    /** There is no checked result at the end of the run, or no begin; it is over. */
    abstract void unanswered(CallSample times, boolean hasBegun);

    /** Takes the call to its end; false if somebody else has. */
    final synchronized boolean isOver() {
      if (state == State.OVER) {
        return false;
      }
      state = State.OVER;
      return true;
    }

    private synchronized boolean isBegun() {
      if (state != State.WAITING) {
        return false;
      }
      state = State.RUNNING;
      begun = System.nanoTime();
      thread = Thread.currentThread();
      return true;
    }

    /** Whether its result still counts, and is to be checked. */
    private synchronized boolean isReturned(long now) {
      if (state != State.RUNNING) {
        return false;
      }
      state = State.RETURNED;
      ended = now;
      return true;
    }

    /** Whether the outcome of its checks still counts. */
    private synchronized boolean isChecked() {
      if (state != State.RETURNED) {
        return false;
      }
      state = State.CHECKED;
      return true;
    }

    /** No interrupt comes after this. */
    private synchronized void leaveThread() {
      thread = null;
    }

    /** Until it returned, or until now. */
    private synchronized CallSample times() {
      long end = ended == 0 ? System.nanoTime() : ended;
      return new CallSample(
          queued, (state == State.WAITING ? end : begun) - came, begun == 0 ? 0 : end - begun);
    }

    /** Its time is up, unless it has left the state that the time is for. */
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

  /** Runs it as soon as there is a thread for it; after the end of the run, never. */
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

  /** The call is recorded, and awaited no more. */
  void over(Call call) {
    open.remove(call);
  }

  private void start(Call first) {
    try {
      makers.execute(() -> work(first));
    } catch (Throwable e) { // no thread can be made, for this one or for those behind it
      for (Call call = first; call != null; call = next()) {
        call.threw(e, call.times());
      }
    }
  }

  /**
   * Runs calls until none waits. The thread is free, or has its next call, before the result is
   * told: a user who calls again at once finds it so.
   */
  private void work(Call first) {
    Call call = first;
    while (call != null) {
      Runnable result = run(call);
      Call following = next();
      try {
        result.run();
      } catch (Throwable e) { // such as for want of memory
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

  /** Runs a call; what is returned tells its result. */
  private Runnable run(Call call) {
    try {
      return call.isBegun() ? outcome(call) : () -> {};
    } catch (Throwable e) {
      return () -> call.threw(e, call.times());
    } finally {
      call.leaveThread();
      boolean unused = Thread.interrupted(); // it was meant for this call, not for the next
    }
  }

  private Runnable outcome(Call call) {
    call.begins();
    ScheduledFuture<?> timeout = stopLater(call, Call.State.RUNNING);
    Answer answer;
    try {
      answer = call.perform();
    } catch (Throwable e) { // whatever it is, it is the call's own failure
      answer =
          () -> {
            throw e;
          };
    }
    long end = System.nanoTime();
    timeout.cancel(false);
    return call.isReturned(end) ? checked(call, answer) : () -> {};
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
    return call.isChecked() ? outcome : () -> {};
  }

  private ScheduledFuture<?> stopLater(Call call, Call.State late) {
    return timeouts.schedule(() -> call.stop(late), call.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** No call begins from now on. */
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

  /** Waits until all that have begun are recorded, at most so long. */
  public void await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Interrupts and records all that have no result. */
  public void recordUnanswered() {
    open.forEach(Call::leave);
    open.clear();
    timeouts.shutdownNow();
  }
}
