package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.units.Percentile;
import io.gatling.javaapi.core.CoreDsl;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares percentiles of a real run with the true percentiles. The true times are Gatling's own
 * timestamps of each response, collected one by one in addition to the histograms, so the machine's
 * speed does not matter.
 */
@Tag("load")
@Tag("long")
class AccuracyTest {

  /** The part by which the slowest samples may differ on a busy machine. */
  private static final double TAIL = 0.05;

  @TempDir Path reports;

  @Test
  void percentiles_agree_with_all_samples_sorted() {
    List<Long> stamped = new CopyOnWriteArrayList<>();
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Accuracy")
              .users(
                  userClass("U")
                      .thinkTime(between(ofMillis(1), ofMillis(5)))
                      .task(
                          "Delayed",
                          get("/delay")
                              .check(
                                  CoreDsl.responseTimeInMillis()
                                      .transform(
                                          time -> {
                                            stamped.add((long) time);
                                            return time;
                                          }))))
              .profile(smoke().users(20).holdFor(ofSeconds(5)))
              .thresholds(errorCount().atMost(0));

      RunRecord result =
          Runs.run(
              plan, RunSettings.load().withTarget(URI.create(server.uri())).withReports(reports));

      long[] truth = stamped.stream().mapToLong(Long::longValue).sorted().toArray();
      Distribution times = result.timeline().all().all().times();
      assertThat(times.count()).isEqualTo(truth.length).isGreaterThan(200);
      for (double percentile : new double[] {50, 75, 90, 95, 99, 99.9}) {
        int rank = (int) Math.ceil(percentile * truth.length / 100 - 1e-9);
        double expected = truth[rank - 1];
        // Each of Gatling's two timestamps is up to 1 ms early; the histogram has an error of 0.05
        // %. The slowest samples are those of a busy machine, on which a thread can lose its
        // processor between Gatling's timestamp and ours.
        double error = percentile < 99 ? 0.0005 : TAIL;
        assertThat(times.at(new Percentile(percentile)))
            .as("p%s", percentile)
            .isCloseTo(expected, within(1.1 + expected * error));
      }
      double max = truth[truth.length - 1];
      assertThat(times.max()).isCloseTo(max, within(1.1 + max * TAIL));
      // The server holds one request in ten for 200 ms: the tail is present and is not averaged
      // away.
      assertThat(times.at(Percentile.P95)).isGreaterThanOrEqualTo(200);
    }
  }
}
