package dev.onrush.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.onrush.OwnServices;
import dev.onrush.internal.export.Point.Amount;
import dev.onrush.internal.export.Point.Spread;
import dev.onrush.spi.Exporter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exporters of a user's project. */
class ProjectExportTest {

  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private static final List<Exporter.Metrics> GOT = new CopyOnWriteArrayList<>();
  private static final Queue<String> CLOSED = new ConcurrentLinkedQueue<>();

  private static final Semaphore HANGS = new Semaphore(0);
  private static final CountDownLatch CLOSED_HANGING = new CountDownLatch(1);

  private static final CountDownLatch FLUSHING = new CountDownLatch(1);
  private static final CountDownLatch FLUSHED = new CountDownLatch(1);

  @TempDir Path folder;

  /**
   * Keeps the metrics that it receives, and its name from the test's settings once it is closed.
   */
  public static final class Keeping implements Exporter {
    private String test = "";

    @Override
    public boolean open(Config settings) {
      test = settings.hasPath("keeping") ? settings.getString("keeping") : "";
      return !test.isEmpty();
    }

    @Override
    public void export(Metrics metrics) {
      GOT.add(metrics);
    }

    @Override
    public void close() {
      CLOSED.add(test);
    }
  }

  /** Throws an exception at each export. */
  public static final class Throwing implements Exporter {
    @Override
    public boolean open(Config settings) {
      return settings.hasPath("throwing");
    }

    @Override
    public void export(Metrics metrics) throws IOException {
      throw new IOException("hunter2 was refused");
    }
  }

  /** Never returns unless it is interrupted. */
  public static final class Hanging implements Exporter {
    @Override
    public boolean open(Config settings) {
      return settings.hasPath("hanging");
    }

    @Override
    public void export(Metrics metrics) throws InterruptedException {
      HANGS.release();
      new CountDownLatch(1).await();
    }

    @Override
    public void close() {
      CLOSED_HANGING.countDown();
    }
  }

  /** Sends its remaining data when it is closed, until the test lets it end. */
  public static final class Flushing implements Exporter {
    @Override
    public boolean open(Config settings) {
      return settings.hasPath("flushing");
    }

    @Override
    public void export(Metrics metrics) {}

    @Override
    public void close() {
      FLUSHING.countDown();
      try {
        FLUSHED.await();
        CLOSED.add("flushed");
      } catch (InterruptedException e) {
        CLOSED.add("interrupted");
      }
    }
  }

  /** Never returns from close. */
  public static final class Unclosable implements Exporter {
    @Override
    public boolean open(Config settings) {
      return settings.hasPath("unclosable");
    }

    @Override
    public void export(Metrics metrics) {}

    @Override
    public void close() {
      CountDownLatch never = new CountDownLatch(1);
      while (never.getCount() > 0) {
        try {
          never.await();
        } catch (InterruptedException e) {
          // it continues
        }
      }
    }
  }

  /** Leaves its thread interrupted after each export. */
  public static final class Interrupting implements Exporter {
    @Override
    public boolean open(Config settings) {
      return settings.hasPath("interrupting");
    }

    @Override
    public void export(Metrics metrics) {
      GOT.add(metrics);
      Thread.currentThread().interrupt();
    }
  }

  /** Throws an exception when it is closed. */
  public static final class Breaking implements Exporter {
    @Override
    public boolean open(Config settings) {
      return settings.hasPath("breaking");
    }

    @Override
    public void export(Metrics metrics) {}

    @Override
    public void close() {
      throw new IllegalStateException("hunter2 was refused");
    }
  }

  /** Refuses one of its own settings. */
  public static final class Refusing implements Exporter {
    @Override
    public boolean open(Config settings) {
      throw new IllegalArgumentException("refusing.host was \"\"; write the name of a host");
    }

    @Override
    public void export(Metrics metrics) {}
  }

  /** Cannot be instantiated. */
  public static final class Unmakeable implements Exporter {
    public Unmakeable(String unused) {}

    @Override
    public boolean open(Config settings) {
      return true;
    }

    @Override
    public void export(Metrics metrics) {}
  }

  /** Does not fit to its library. */
  public static final class Unlinked implements Exporter {
    @Override
    public boolean open(Config settings) {
      throw new NoSuchMethodError("Library.send()");
    }

    @Override
    public void export(Metrics metrics) {}
  }

  @BeforeEach
  void forget() {
    GOT.clear();
  }

  private static MetricsSnapshot snapshot(long requests, boolean last) {
    return new MetricsSnapshot(
        Map.of("simulation", "SpikeTest"),
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(requests),
        Map.of(
            ExportedMetric.REQUESTS,
            List.of(new Point(Map.of("request", "Pay"), new Amount(requests))),
            ExportedMetric.USERS_ACTIVE,
            List.of(new Point(Map.of(), new Amount(5))),
            ExportedMetric.RESPONSE_TIME,
            List.of(
                new Point(
                    Map.of("request", "Pay"),
                    new Spread(
                        List.of(0.1, 0.5, Double.POSITIVE_INFINITY),
                        List.of(3L, 2L, 1L),
                        0,
                        0,
                        List.of(),
                        6,
                        1.5,
                        0.05,
                        0.7)))),
        last);
  }

  /** Closing has only the rest of the time for the last export. */
  private List<ExportChannel> open(String settings, Class<?>... exporters) {
    return open(Duration.ZERO, settings, exporters);
  }

  private List<ExportChannel> open(Duration leastClose, String settings, Class<?>... exporters) {
    return OwnServices.with(
        folder,
        Exporter.class,
        List.of(exporters),
        () ->
            ProjectExport.open(
                ConfigFactory.parseString(settings),
                text -> text.replace("hunter2", "***"),
                leastClose));
  }

  private static void end(ExportChannel channel, MetricsSnapshot last, Duration timeout) {
    channel.offer(last);
    channel.end(TimeLimit.of(timeout));
  }

  @Test
  void an_exporter_gets_metrics_by_the_names_that_prometheus_sees() {
    ExportChannel channel = open("keeping = metrics", Keeping.class).get(0);

    end(channel, snapshot(6, true), LONG_ENOUGH);
    channel.close();

    Exporter.Metrics metrics = GOT.get(GOT.size() - 1);
    assertThat(metrics.run()).containsEntry("simulation", "SpikeTest");
    assertThat(metrics.at()).isEqualTo(Instant.EPOCH.plusSeconds(6));
    assertThat(metrics.last()).isTrue();
    assertThat(metrics.samples())
        .containsExactlyInAnyOrder(
            new Exporter.Sample("onrush_requests_total", Map.of("request", "Pay"), 6),
            new Exporter.Sample("onrush_users_active", Map.of(), 5),
            // Cumulative: 3 up to 0.1 s, 3 + 2 up to 0.5 s, all 6 at the end.
            new Exporter.Sample(
                "onrush_response_time_seconds_bucket", Map.of("request", "Pay", "le", "0.1"), 3),
            new Exporter.Sample(
                "onrush_response_time_seconds_bucket", Map.of("request", "Pay", "le", "0.5"), 5),
            new Exporter.Sample(
                "onrush_response_time_seconds_bucket", Map.of("request", "Pay", "le", "+Inf"), 6),
            new Exporter.Sample("onrush_response_time_seconds_count", Map.of("request", "Pay"), 6),
            new Exporter.Sample("onrush_response_time_seconds_sum", Map.of("request", "Pay"), 1.5));
    assertThat(CLOSED).contains("metrics");
    assertThat(channel.summary()).isEqualTo("Keeping: 1 export");
    assertThat(channel.notes()).isEmpty();
  }

  @Test
  void an_exporter_that_the_settings_do_not_ask_for_is_left_out() {
    assertThat(open("", Keeping.class, Throwing.class)).isEmpty();
  }

  @Test
  void an_exporter_that_throws_is_a_note_without_secrets() {
    ExportChannel channel = open("throwing = yes", Throwing.class).get(0);

    channel.offer(snapshot(1, false));
    channel.settle(LONG_ENOUGH);
    end(channel, snapshot(2, true), LONG_ENOUGH);
    channel.close();

    assertThat(channel.missed()).isEqualTo(2);
    assertThat(channel.notes())
        .containsExactly(
            "2 of 2 exports to Throwing did not arrive; 2 failed, the first with"
                + " java.io.IOException: *** was refused");
  }

  @Test
  void an_exporter_that_hangs_keeps_nobody_waiting_and_what_it_missed_is_a_note()
      throws InterruptedException {
    ExportChannel channel = open("hanging = yes", Hanging.class).get(0);

    channel.offer(snapshot(1, false));
    assertThat(HANGS.tryAcquire(30, TimeUnit.SECONDS)).as("the first export was begun").isTrue();
    for (int n = 2; n <= 1_000; n++) {
      channel.offer(snapshot(n, false)); // returns immediately
    }
    // The first export is in progress, the last one waits, and each one in between was replaced by
    // the next.
    assertThat(channel.missed()).isEqualTo(998);
    end(channel, snapshot(1_001, true), Duration.ofMillis(100));
    channel.close();

    assertThat(channel.missed()).isEqualTo(1_001);
    String why =
        "; 1 failed, the first with no response within 100 ms; 1000 were skipped, because the"
            + " previous one took too long";
    assertThat(channel.summary()).startsWith("Hanging: 0 exports" + why);
    assertThat(channel.notes())
        .containsExactly("1001 of 1001 exports to Hanging did not arrive" + why);
    assertThat(CLOSED_HANGING.await(30, TimeUnit.SECONDS)).as("it was closed").isTrue();
  }

  @Test
  void an_exporter_that_leaves_its_thread_interrupted_gets_the_next_metrics_too() {
    ExportChannel channel = open("interrupting = yes", Interrupting.class).get(0);

    channel.offer(snapshot(1, false));
    channel.settle(Duration.ofSeconds(5));
    channel.offer(snapshot(2, false));
    channel.settle(Duration.ofSeconds(5));
    end(channel, snapshot(3, true), Duration.ofSeconds(5));
    channel.close();

    assertThat(GOT).hasSize(3);
    assertThat(channel.notes()).isEmpty();
  }

  @Test
  void closing_has_what_is_left_of_the_time_for_the_last_export() throws InterruptedException {
    ExportChannel channel = open("flushing = yes", Flushing.class).get(0);
    channel.offer(snapshot(1, true));
    // It is closed although it is not waited for yet, because another channel may hang.
    assertThat(FLUSHING.await(30, TimeUnit.SECONDS)).as("it is being closed").isTrue();
    channel.end(TimeLimit.of(LONG_ENOUGH));

    Thread closing = new Thread(channel::close);
    closing.start();
    while (closing.getState() != Thread.State.TIMED_WAITING && closing.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(closing.isAlive()).as("it is waited for").isTrue();
    FLUSHED.countDown();
    closing.join();

    assertThat(CLOSED).contains("flushed").doesNotContain("interrupted");
    assertThat(channel.summary()).isEqualTo("Flushing: 1 export");
  }

  @Test
  void an_exporter_that_is_not_closed_in_time_or_fails_then_is_said_in_the_summary() {
    ExportChannel unclosable = open("unclosable = yes", Unclosable.class).get(0);
    unclosable.offer(snapshot(1, false));
    unclosable.settle(LONG_ENOUGH);
    unclosable.close(); // after an export without an end, no time is left

    assertThat(unclosable.summary())
        .isEqualTo("Unclosable: 1 export; the exporter was not closed in time");

    ExportChannel breaking = open("breaking = yes", Breaking.class).get(0);
    end(breaking, snapshot(2, true), LONG_ENOUGH);
    breaking.close();

    assertThat(breaking.summary())
        .isEqualTo(
            "Breaking: 1 export; closing the exporter failed: java.lang.IllegalStateException: *** was"
                + " refused");
  }

  @Test
  void exporters_are_closed_if_a_later_one_does_not_fit_to_its_library() {
    assertThatThrownBy(() -> open(LONG_ENOUGH, "keeping = unlinked", Keeping.class, Unlinked.class))
        .isInstanceOf(NoSuchMethodError.class);

    assertThat(CLOSED).contains("unlinked");
  }

  @Test
  void an_exporter_that_cannot_be_used_is_refused_before_the_run() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("keeping = refused", Keeping.class, Refusing.class))
        .withMessage("refusing.host was \"\"; write the name of a host");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("", Unmakeable.class))
        .withMessageStartingWith(
            "an exporter in META-INF/services/dev.onrush.spi.Exporter cannot be created: ")
        .withMessageEndingWith("; it needs a public constructor without parameters");
  }
}
