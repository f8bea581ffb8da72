package dev.onrush.internal.launch.target;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.typesafe.config.Config;
import dev.onrush.internal.launch.UnclosableTarget;
import dev.onrush.internal.launch.target.ProviderStep.TimeLimits;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartedTargetTest {

  private static final Duration NEVER = Duration.ofDays(1);

  private static final String NAME = Shop.class.getName();

  /** A provider whose name is shown. */
  private static final class Shop implements TargetProvider {
    @Override
    public Target start(Path log, Config settings) {
      throw new AssertionError();
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private record Service(@Nullable URI uri, @Nullable String description, Step ready, Runnable end)
      implements Target {

    Service(Step ready, Runnable end) {
      this(URI.create("http://127.0.0.1:8080"), "a shop", ready, end);
    }

    @Override
    public void awaitReady() throws IOException {
      ready.run();
    }

    @Override
    public void close() {
      end.run();
    }
  }

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch startIsShown = new CountDownLatch(1);
  private final CountDownLatch awaitReadyIsShown = new CountDownLatch(1);
  private final CountDownLatch uriIsShown = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void endTheService() {
    end.countDown();
  }

  private void print(String line) {
    lines.add(line);
    if (line.contains("start(")) {
      startIsShown.countDown();
    } else if (line.contains("awaitReady()")) {
      awaitReadyIsShown.countDown();
    } else {
      uriIsShown.countDown();
    }
  }

  private Target started(TimeLimits limits, StartedTarget.Start start) throws IOException {
    return StartedTarget.by(new Shop(), start, limits, this::print);
  }

  private static TimeLimits silently(Duration time) {
    return new TimeLimits(time, NEVER, NEVER, NEVER);
  }

  /** Waits like code that does not react to interruptions. */
  private static void awaitIgnoringInterruptions(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // as a loop that polls a port until it answers
      }
    }
  }

  @Test
  void it_is_shown_which_step_of_which_provider_takes_long() throws IOException {
    TimeLimits eager = silently(Duration.ofMillis(1));

    Target shop =
        started(
            eager,
            () -> {
              awaitIgnoringInterruptions(startIsShown);
              return new Service(() -> {}, () -> {});
            });

    assertThat(shop.description()).isEqualTo("a shop");
    assertThat(lines.get(0))
        .matches("Still waiting for start\\(…\\) of \\S+Shop after \\d+ m?s; at most 24 h")
        .contains(NAME);
  }

  @Test
  void it_is_shown_that_a_service_is_not_ready_yet() throws IOException {
    Target shop =
        started(
            silently(Duration.ofMillis(1)),
            () -> new Service(() -> awaitIgnoringInterruptions(awaitReadyIsShown), () -> {}));

    shop.awaitReady();

    assertThat(lines)
        .filteredOn(line -> line.contains("awaitReady()"))
        .first(as(STRING))
        .startsWith("Still waiting for awaitReady() of " + NAME + " after ")
        .endsWith("; at most 24 h");
  }

  @Test
  void a_service_that_is_ready_at_once_prints_nothing_and_a_failure_names_the_provider()
      throws IOException {
    Target shop = started(silently(NEVER), () -> new Service(() -> {}, () -> {}));
    Target broken =
        started(
            silently(NEVER),
            () ->
                new Service(
                    () -> {
                      throw new IOException("it ended with status 1");
                    },
                    () -> {}));

    shop.awaitReady();
    shop.close();

    assertThatThrownBy(broken::awaitReady)
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("it ended with status 1 (awaitReady() of " + NAME + ")");
    assertThatThrownBy(
            () ->
                started(
                    silently(NEVER),
                    () -> {
                      throw new NoSuchFileException("/srv/shop.jar");
                    }))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("/srv/shop.jar does not exist (start(…) of " + NAME + ")");
    assertThat(lines).isEmpty();
  }

  @Test
  void a_service_that_ignores_the_end_of_the_run_does_not_keep_it_from_ending() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Target shop =
        started(
            new TimeLimits(NEVER, NEVER, Duration.ofMillis(1), NEVER),
            () ->
                new Service(
                    () -> {
                      waiting.countDown();
                      awaitIgnoringInterruptions(end);
                    },
                    () -> {}));
    List<Throwable> thrown = new CopyOnWriteArrayList<>();
    Thread run = new Thread(() -> thrown.add(catchThrowable(shop::awaitReady)));
    run.start();
    waiting.await();

    run.interrupt();

    run.join();
    assertThat(thrown.get(0)).hasMessage("the run was ended before the service was ready");
    assertThat(lines)
        .containsExactly(
            "awaitReady() of "
                + NAME
                + " did not return within 1 ms of its interruption; the run ends without it");
  }

  @Test
  void a_service_that_is_not_closed_in_time_does_not_keep_the_run_from_ending() throws IOException {
    Target shop =
        started(
            new TimeLimits(NEVER, NEVER, NEVER, Duration.ofMillis(1)),
            () -> new Service(() -> {}, () -> awaitIgnoringInterruptions(end)));

    shop.close();

    assertThat(lines)
        .containsExactly(
            "close() of "
                + NAME
                + " did not return within 1 ms; the run ends without it, and its service may still"
                + " be running");
  }

  @Test
  void a_service_that_cannot_be_closed_is_told_also_to_an_interrupted_thread() throws IOException {
    UnclosableTarget service = new UnclosableTarget();
    Target shop = started(silently(NEVER), () -> service);

    Thread.currentThread().interrupt();
    shop.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(service.tried()).isEqualTo(1);
    assertThat(lines)
        .containsExactly(
            "close() of "
                + NAME
                + " threw IllegalStateException: on purpose; its service may still be running");
  }

  @Test
  @SuppressWarnings("NullAway")
  void a_provider_that_returns_no_service_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> started(silently(NEVER), () -> null))
        .withMessage("the target of " + NAME + " was null; give a value");
  }

  @Test
  void what_cannot_be_a_target_or_a_description_is_refused_with_the_name_of_the_provider() {
    assertRefused(null, "a shop", "uri() of the target of " + NAME + " was null; give a value");
    assertRefused(
        "http://127.0.0.1:8080",
        null,
        "description() of the target of " + NAME + " was null; give a value");
    assertRefused(
        "http://127.0.0.1:99999",
        "a shop",
        "uri() of the target of "
            + NAME
            + " was http://127.0.0.1:99999, whose port is \"99999\"; write a port from 1 to 65535,"
            + " as in http://127.0.0.1:8080");
    assertRefused(
        "localhost:8080",
        "a shop",
        "uri() of the target of "
            + NAME
            + " was localhost:8080, which has no scheme; write an address such as"
            + " http://localhost:8080");
  }

  private void assertRefused(@Nullable String uri, @Nullable String description, String message) {
    Target service =
        new Service(uri == null ? null : URI.create(uri), description, () -> {}, () -> {});

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              Target shop = started(silently(NEVER), () -> service);
              URI unused = shop.uri();
              String unusedToo = shop.description();
            })
        .withMessage(message);
  }

  @Test
  void it_is_shown_that_the_address_is_waited_for_which_is_asked_for_once() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Target service =
        new Target() {
          @Override
          public URI uri() {
            asked.incrementAndGet();
            awaitIgnoringInterruptions(uriIsShown);
            return URI.create("http://127.0.0.1:8080");
          }

          @Override
          public String description() {
            return "a shop";
          }

          @Override
          public void close() {}
        };

    Target shop = started(silently(Duration.ofMillis(1)), () -> service);

    assertThat(shop.uri()).isEqualTo(shop.uri()).hasPort(8080);
    assertThat(asked).hasValue(1);
    assertThat(lines)
        .filteredOn(line -> line.contains("uri()"))
        .first(as(STRING))
        .startsWith("Still waiting for uri() of " + NAME + " after ");
  }

  @Test
  void a_setting_that_is_found_wrong_late_is_refused_with_its_message_alone() throws IOException {
    Target shop =
        started(
            silently(NEVER),
            () ->
                new Service(
                    () -> {
                      throw new IllegalArgumentException("shop.database was x; write a name");
                    },
                    () -> {}));

    assertThatThrownBy(shop::awaitReady)
        .isInstanceOf(IOException.class)
        .hasMessage("shop.database was x; write a name");
  }
}
