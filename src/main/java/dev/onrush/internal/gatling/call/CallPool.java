package dev.onrush.internal.gatling.call;

import dev.onrush.internal.gatling.loop.StandstillBursts;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on a bounded number of threads, in the order in which they come, and never on an event
 * loop. A call is interrupted and given up if its result or the outcome of its checks does not come
 * in time, or if it is not over when the run ends. Its thread is free again when the call, or the
 * check, returns.
 */
public final class CallPool {

  private static final Duration LOOK = Duration.ofMillis(2);

  /** A timer that is later than this was held up by a stop of this JVM or of the machine. */
  private static final long LATE = Duration.ofMillis(50).toNanos();

  private final int threads;
  private final StandstillBursts bursts;
  private final LongSupplier clock;
  private final CallThreads makers;
  private final ScheduledThreadPoolExecutor timeouts;
  private final Set<PooledCall> open = ConcurrentHashMap.newKeySet();

  /**
   * Guards the fields below. It replaces {@code synchronized}, which would block the carrier
   * threads of virtual threads.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<PooledCall> queue = new ArrayDeque<>();
  private int busy;
  private boolean closed;

  /**
   * Creates a pool without threads; they are created when calls come.
   *
   * @param threads the greatest number of calls that run at the same time
   */
  public CallPool(int threads) {
    this(threads, new StandstillBursts());
  }

  /**
   * Creates a pool without threads.
   *
   * @param bursts counts the calls that are open
   */
  public CallPool(int threads, StandstillBursts bursts) {
    this(threads, bursts, System::nanoTime);
  }

  CallPool(int threads, StandstillBursts bursts, LongSupplier clock) {
    this.threads = threads;
    this.bursts = bursts;
    this.clock = clock;
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

  /**
   * Runs a call as soon as there is a thread for it. After the end of the run, the call is ignored.
   */
  void submit(PooledCall call) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      open.add(call);
      bursts.sent();
      if (busy == threads) {
        call.markQueued();
        queue.add(call);
        return;
      }
      busy++;
    } finally {
      lock.unlock();
    }
    start(call);
  }

  /**
   * Called when the call is no longer awaited.
   *
   * @param served whether it was successful
   */
  void over(PooledCall call, boolean served) {
    if (open.remove(call)) {
      bursts.ended(served);
    }
  }

  private void start(PooledCall first) {
    try {
      makers.execute(() -> work(first));
    } catch (Throwable e) { // no thread can be created, for this call or for the calls that wait
      for (PooledCall call = first; call != null; call = next()) {
        call.threw(e, call.times());
      }
    }
  }

  /**
   * Runs calls until no call waits. The thread is free, or has its next call, before the result is
   * passed on, so that a user who calls again at once finds it free.
   */
  private void work(PooledCall first) {
    PooledCall call = first;
    while (call != null) {
      Runnable result = run(call);
      PooledCall following = next();
      try {
        result.run();
      } catch (Throwable e) { // for example, because memory runs out
        call.threw(e, call.times());
      }
      call = following;
    }
  }

  private @Nullable PooledCall next() {
    lock.lock();
    try {
      PooledCall call = queue.poll();
      if (call == null) {
        busy--;
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a call, and returns the code that passes on its result. */
  private Runnable run(PooledCall call) {
    try {
      return call.tryBegin() ? outcome(call) : () -> {};
    } catch (Throwable e) {
      return () -> call.threw(e, call.times());
    } finally {
      call.leaveThread();
      boolean unused = Thread.interrupted(); // the interrupt was for this call, not for the next
    }
  }

  private Runnable outcome(PooledCall call) {
    call.begins();
    ScheduledFuture<?> timeout = stopLater(call, PooledCall.State.RUNNING);
    PooledCall.Answer answer;
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

  private Runnable checked(PooledCall call, PooledCall.Answer answer) {
    CallSample times = call.times();
    Optional<ScheduledFuture<?>> timeout =
        call.hasChecks()
            ? Optional.of(stopLater(call, PooledCall.State.RETURNED))
            : Optional.empty();
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

  private ScheduledFuture<?> stopLater(PooledCall call, PooledCall.State late) {
    return stopAfter(call.timeout().toNanos(), call, late);
  }

  private ScheduledFuture<?> stopAfter(long nanos, PooledCall call, PooledCall.State late) {
    long due = clock.getAsLong() + nanos;
    return timeouts.schedule(
        () -> {
          long overdue = clock.getAsLong() - due;
          if (overdue > LATE) {
            // The call could not go on meanwhile, so it gets this time again.
            ScheduledFuture<?> unused = stopAfter(overdue, call, late);
          } else {
            call.stop(late);
          }
        },
        nanos,
        TimeUnit.NANOSECONDS);
  }

  /** Closes the pool: no call begins from now on. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.forEach(PooledCall::leave);
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
    open.forEach(PooledCall::leave);
    open.clear();
    timeouts.shutdownNow();
  }
}
