package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data that a real run exports to other tools agrees with its result. */
@Tag("load")
@Tag("long")
class ExportsOfARunTest {

  @TempDir Path reports;

  @Test
  void its_json_keeps_to_the_schema_and_its_histograms_are_those_of_the_result() throws Exception {
    try (CountingServer server = new CountingServer()) {
      Runs.run(
          loadPlan("Exports")
              .users(
                  userClass("U")
                      .thinkTime(constant(ofMillis(20)))
                      .task("Ask, \"please\"", get("/ask"))
                      .task("Show", get("/show")))
              .profile(concurrentUsers().hold(5, ofSeconds(4)))
              .thresholds(errorCount().atMost(0)),
          RunSettings.load()
              .withTarget(URI.create(server.uri()))
              .withReports(reports)
              .withSeed(42));
    }
    Path folder;
    try (Stream<Path> runs = Files.list(reports)) {
      folder = runs.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    String json = Files.readString(folder.resolve("result.json"));

    assertThat(ResultSchema.errors(json)).isEmpty();
    Map<String, Histogram> times = new HashMap<>();
    try (HistogramLogReader reader =
        new HistogramLogReader(folder.resolve("times.hlog").toFile())) {
      while (reader.hasNext()) {
        Histogram interval = (Histogram) reader.nextIntervalHistogram();
        String tag = interval.getTag() == null ? "All" : interval.getTag();
        times.computeIfAbsent(tag, t -> new Histogram(3)).add(interval);
      }
    }
    JsonNode result = new ObjectMapper().readTree(json);
    assertThat(times).containsOnlyKeys("All", "Ask%2C%20\"please\"", "Show");
    assertSame(result.get("all"), times.get("All"));
    assertSame(result.get("requests").get(0), times.get("Ask%2C%20\"please\""));
    assertSame(result.get("requests").get(1), times.get("Show"));
  }

  private static void assertSame(JsonNode line, Histogram times) {
    assertThat(times.getTotalCount()).isPositive().isEqualTo(line.get("requests").asLong());
    for (int percentile : new int[] {50, 95, 99}) {
      long expected = Math.round(1_000 * line.get("p" + percentile).asDouble());
      assertThat(times.valuesAreEquivalent(times.getValueAtPercentile(percentile), expected))
          .as("p%d of %s", percentile, line.get("name"))
          .isTrue();
    }
  }
}
