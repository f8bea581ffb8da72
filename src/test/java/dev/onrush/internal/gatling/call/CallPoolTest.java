package dev.onrush.internal.gatling.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.stats.CallSample;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallPoolTest {

  private final CallPool pool = new CallPool(1);

  @AfterEach
  void close() {
    pool.close();
    pool.recordUnanswered();
  }

  /** Returns at once; its check takes longer than all that came before it. */
  private static final class LongChecked extends CallPool.Call {
    private final CompletableFuture<CallSample> returned = new CompletableFuture<>();
    private final long submitted = System.nanoTime();
    private long before;

    @Override
    Duration timeout() {
      return Duration.ofMinutes(1);
    }

    @Override
    void begins() {}

    @Override
    CallPool.Answer perform() {
      return () -> {
        long began = System.nanoTime();
        before = began - submitted;
        while (System.nanoTime() - began <= before) {
          Thread.onSpinWait();
        }
        return "checked";
      };
    }

    @Override
    void returned(Object result, CallSample times) {
      returned.complete(times);
    }

    @Override
    void threw(Throwable thrown, CallSample times) {
      returned.completeExceptionally(thrown);
    }

    @Override
    void timedOut(CallSample times) {
      returned.completeExceptionally(new AssertionError("no result in time"));
    }

    @Override
    void unanswered(CallSample times, boolean hasBegun) {
      returned.completeExceptionally(new AssertionError("no result"));
    }
  }

  @Test
  void checks_are_no_part_of_the_response_time() throws Exception {
    LongChecked call = new LongChecked();

    pool.submit(call);

    assertThat(call.returned.get(1, TimeUnit.MINUTES).took()).isLessThanOrEqualTo(call.before);
  }
}
