package dev.onrush.internal.launch.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.launch.target.ProviderStep.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderStepTest {

  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void endTheCode() {
    never.countDown();
  }

  private <T> ProviderStep<T> step(Callable<T> code, Duration ready, Duration interrupted) {
    return new ProviderStep<>(
        "start(…) of Shop", code, new TimeLimits(NEVER, ready, interrupted, NEVER), lines::add);
  }

  @Test
  void code_that_takes_too_long_is_interrupted_and_told_with_the_setting_that_allows_more() {
    ProviderStep<String> slow =
        step(
            () -> {
              never.await();
              return "started";
            },
            AT_ONCE,
            NEVER);

    assertThatThrownBy(() -> slow.await(lines::add))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage(
            "start(…) of Shop did not return within 1 ms; start the service faster, or increase"
                + " onrush.readyAtMost");
    assertThat(lines).as("it was interrupted, and has started nothing").isEmpty();
  }

  @Test
  void what_is_started_too_late_is_handed_over_to_be_closed() {
    ProviderStep<String> late =
        step(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                // as code that starts the service nevertheless
              }
              return "started late";
            },
            AT_ONCE,
            NEVER);

    assertThatThrownBy(() -> late.await(lines::add)).hasMessageContaining("within 1 ms");
    assertThat(lines).containsExactly("started late");
  }

  @Test
  void code_that_ignores_its_interruption_is_left_behind() {
    ProviderStep<String> stubborn =
        step(
            () -> {
              while (never.getCount() > 0) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  // as a loop that polls a port until it answers
                }
              }
              return "never";
            },
            AT_ONCE,
            AT_ONCE);

    assertThatThrownBy(() -> stubborn.await(lines::add)).hasMessageContaining("within 1 ms");
    assertThat(lines)
        .containsExactly(
            "start(…) of Shop did not return within 1 ms of its interruption; the run ends without"
                + " it");
  }

  @Test
  void what_the_code_returns_or_throws_is_passed_on_with_the_name_of_the_step() throws IOException {
    ProviderStep<String> broken =
        step(
            () -> {
              throw new IOException("it ended with status 1");
            },
            NEVER,
            NEVER);
    ProviderStep<String> refused =
        step(
            () -> {
              throw new IllegalArgumentException("shop.port was x; write a number");
            },
            NEVER,
            NEVER);
    ProviderStep<String> faulty =
        step(
            () -> {
              throw new IllegalStateException("no licence");
            },
            NEVER,
            NEVER);
    ProviderStep<Integer> misread = step(() -> Integer.parseInt("x"), NEVER, NEVER);

    assertThat(step(() -> "started", NEVER, NEVER).await(lines::add)).isEqualTo("started");
    assertThatThrownBy(() -> broken.await(lines::add))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("it ended with status 1 (start(…) of Shop)");
    assertThatThrownBy(() -> refused.await(lines::add))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("shop.port was x; write a number");
    assertThatThrownBy(() -> faulty.await(lines::add))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("start(…) of Shop threw IllegalStateException: no licence");
    assertThatThrownBy(() -> misread.await(unused -> {}))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("start(…) of Shop threw NumberFormatException: For input string: \"x\"");
    assertThat(lines).isEmpty();
  }
}
