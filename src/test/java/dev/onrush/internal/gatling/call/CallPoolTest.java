package dev.onrush.internal.gatling.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.gatling.stats.CallSample;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallPoolTest {

  private final CallPool pool = new CallPool(1);

  @AfterEach
  void close() {
    pool.close();
    pool.recordUnanswered();
  }

  /**
   * The result of a call.
   *
   * @param how the method that was called with it
   */
  private record Outcome(String how, CallSample times) {}

  /** A call that returns immediately; its check lasts as long as a test requires. */
  private abstract static class Checked extends PooledCall {
    private final long submitted = System.nanoTime();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /** A long time-out while the call runs, so that no slow machine fails a test. */
    volatile Duration timeout = Duration.ofMinutes(10);

    /** The time from before the call started until after it had returned. */
    long before;

    /** Runs the check, on the call's thread. */
    abstract void check();

    Outcome outcome() throws Exception {
      return outcome.get(1, TimeUnit.MINUTES);
    }

    /** Spins for longer than all work before the check. */
    void takeLong() {
      long began = System.nanoTime();
      while (System.nanoTime() - began <= before) {
        Thread.onSpinWait();
      }
    }

    @Override
    Duration timeout() {
      return timeout;
    }

    @Override
    void begins() {}

    @Override
    boolean hasChecks() {
      return true;
    }

    @Override
    PooledCall.Answer perform() {
      return () -> {
        before = System.nanoTime() - submitted;
        check();
        return "checked";
      };
    }

    @Override
    void returned(Object result, CallSample times) {
      outcome.complete(new Outcome("returned", times));
    }

    @Override
    void threw(Throwable thrown, CallSample times) {
      outcome.completeExceptionally(thrown);
    }

    @Override
    void timedOut(CallSample times, boolean hasReturned) {
      outcome.complete(new Outcome(hasReturned ? "check timed out" : "timed out", times));
    }

    @Override
    void unanswered(CallSample times, boolean hasBegun) {
      outcome.complete(new Outcome(hasBegun ? "unanswered" : "never began", times));
    }
  }

  @Test
  void checks_are_no_part_of_the_response_time() throws Exception {
    Checked call =
        new Checked() {
          @Override
          void check() {
            takeLong();
          }
        };

    pool.submit(call);

    assertThat(call.outcome().how()).isEqualTo("returned");
    assertThat(call.outcome().times().took()).isLessThanOrEqualTo(call.before);
  }

  private static boolean hasFired(CountDownLatch timer) {
    try {
      return timer.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the call was given up", e);
    }
  }

  @Test
  void a_call_gets_the_time_again_in_which_the_generator_stood_still() throws Exception {
    CountDownLatch timerFired = new CountDownLatch(2); // the clock is read at the start, and then
    AtomicLong stoodStill = new AtomicLong();
    CallPool stopped =
        new CallPool(
            1,
            new StandstillBursts(),
            () -> {
              timerFired.countDown();
              return System.nanoTime() + stoodStill.get();
            });
    Checked call =
        new Checked() {
          @Override
          PooledCall.Answer perform() {
            stoodStill.set(Duration.ofMinutes(10).toNanos());
            timeout = Duration.ofMinutes(10); // of the check
            assertThat(hasFired(timerFired)).isTrue();
            return super.perform();
          }

          @Override
          void check() {}
        };
    call.timeout = Duration.ofMillis(200);

    stopped.submit(call);

    assertThat(call.outcome().how()).isEqualTo("returned");
    stopped.close();
  }

  @Test
  void a_check_without_an_outcome_in_time_is_interrupted_and_the_next_call_has_its_thread()
      throws Exception {
    Checked hangs =
        new Checked() {
          @Override
          PooledCall.Answer perform() {
            timeout = Duration.ofMillis(20);
            return super.perform();
          }

          @Override
          void check() {
            takeLong();
            while (!Thread.currentThread().isInterrupted()) {
              LockSupport.park();
            }
          }
        };
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Checked next =
        new Checked() {
          @Override
          void check() {
            interrupted.complete(Thread.currentThread().isInterrupted());
          }
        };

    pool.submit(hangs);
    pool.submit(next);

    assertThat(hangs.outcome().how()).isEqualTo("check timed out");
    assertThat(next.outcome().how()).isEqualTo("returned");
    // The thread that ran the code and the check has written this time by now.
    assertThat(hangs.outcome().times().took()).isLessThanOrEqualTo(hangs.before);
    assertThat(interrupted).isCompletedWithValue(false);
  }

  @Test
  void a_call_that_is_checked_when_the_run_ends_has_its_own_time_and_is_interrupted()
      throws Exception {
    CountDownLatch checking = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Checked call =
        new Checked() {
          @Override
          void check() {
            takeLong();
            checking.countDown();
            while (!Thread.currentThread().isInterrupted()) {
              LockSupport.park();
            }
            interrupted.countDown();
          }
        };
    pool.submit(call);
    checking.await();

    pool.close();
    pool.recordUnanswered();

    assertThat(call.outcome().how()).isEqualTo("unanswered");
    assertThat(call.outcome().times().took()).isLessThanOrEqualTo(call.before);
    assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void a_call_whose_timeout_is_not_recorded_before_the_run_ends_is_unanswered() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    Checked call =
        new Checked() {
          @Override
          void check() {
            timeout = Duration.ofMillis(1);
            while (!Thread.currentThread().isInterrupted()) {
              LockSupport.park();
            }
          }

          @Override
          void timedOut(CallSample times, boolean hasReturned) {
            late.countDown(); // its event loop is blocked
          }
        };
    call.timeout = Duration.ofMillis(1);
    pool.submit(call);
    assertThat(late.await(1, TimeUnit.MINUTES)).isTrue();

    pool.close();
    pool.recordUnanswered();

    assertThat(call.outcome().how()).isEqualTo("unanswered");
    assertThat(call.tryEnd()).isFalse();
  }
}
