package dev.onrush.internal.cluster.message;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TransportTest {

  /** A transport whose shared clock is set back by an hour once it has been read. */
  private static final class SetBack implements Transport {
    private final AtomicInteger read = new AtomicInteger();

    @Override
    public String self() {
      return "a";
    }

    @Override
    public void listen(Listener listener) {}

    @Override
    public CompletableFuture<Boolean> send(SignedMessage signed) {
      return CompletableFuture.completedFuture(false);
    }

    @Override
    public boolean reaches(String member) {
      return true;
    }

    @Override
    public long time() {
      return read.getAndIncrement() == 0 ? 10_000_000 : 6_400_000;
    }

    @Override
    public void close() {}
  }

  @Test
  void a_clock_that_is_set_back_meanwhile_makes_no_wait_longer() {
    long begun = System.nanoTime();

    Duration late = assertTimeoutPreemptively(ofSeconds(30), () -> new SetBack().await(10_000_020));

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(20));
    assertThat(late).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void an_interrupted_thread_waits_as_long_without_using_a_processor() {
    Transport transport = new SetBack();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long used = threads.getCurrentThreadCpuTime();
    long begun = System.nanoTime();
    Thread.currentThread().interrupt();

    transport.await(10_001_000);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(ofSeconds(1));
    // A thread that waits uses less than 1 ms; one that does not, up to 1 s.
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - used))
        .isLessThan(Duration.ofMillis(50));
  }

  @Test
  void a_moment_that_has_passed_is_not_waited_for() {
    assertThat(new SetBack().await(9_999_000)).isGreaterThanOrEqualTo(ofSeconds(1));
  }
}
