package dev.onrush.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class UninterruptedTest {

  @Test
  void the_code_is_completed_and_the_interruption_is_kept() {
    Thread.currentThread().interrupt();

    String result =
        Uninterrupted.call(
            "test",
            () -> {
              Thread.sleep(1); // throws if its own thread is interrupted
              return Thread.currentThread().getName();
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result).isEqualTo("test");
  }

  @Test
  void an_interruption_meanwhile_does_not_end_the_wait() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              caller.interrupt();
              interrupted.countDown();
            });
    other.start();

    boolean done =
        Uninterrupted.call(
            "test",
            () -> {
              begun.countDown();
              interrupted.await();
              return true;
            });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).isTrue();
    other.join();
  }

  @Test
  void what_the_code_throws_is_thrown_and_nothing_is_interrupted() {
    assertThatThrownBy(
            () ->
                Uninterrupted.call(
                    "test",
                    () -> {
                      throw new IllegalArgumentException("on purpose");
                    }))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("on purpose");
    assertThat(Thread.interrupted()).isFalse();
  }
}
