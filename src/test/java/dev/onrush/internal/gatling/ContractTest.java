package dev.onrush.internal.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.CountingServer;
import dev.onrush.ForkedGatling;
import io.gatling.charts.stats.LogFileData;
import io.gatling.charts.stats.LogFileReader;
import io.gatling.commons.stats.Status;
import io.gatling.core.config.GatlingConfiguration;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tests the assumptions about Gatling's internals: the server's count, Onrush's count, and
 * Gatling's own statistics are equal. If an upgrade of Gatling changes its internals, this test
 * fails.
 */
@Tag("load")
@Tag("long")
class ContractTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int LOOPS = 80;

  /** The numbers of successful and failed requests. */
  record Counts(long ok, long failed) {
    Counts and(Counts other) {
      return new Counts(ok + other.ok, failed + other.failed);
    }

    long all() {
      return ok + failed;
    }
  }

  record Outcome(
      int exit, Map<String, Long> server, JsonNode result, Map<String, Counts> gatling, long open) {

    Map<String, Counts> ours(String kind) {
      Map<String, Counts> counts = new TreeMap<>();
      for (JsonNode series : result.get("series")) {
        if (series.get("kind").asText().equals(kind)) {
          long n = series.get("requests").asLong();
          Counts one =
              switch (series.get("outcome").asText()) {
                case "OK" -> new Counts(n, 0);
                case "FAILED" -> new Counts(0, n);
                default -> new Counts(0, 0); // Gatling does not count requests that were never sent
              };
          counts.merge(series.get("name").asText(), one, Counts::and);
        }
      }
      counts.values().removeIf(c -> c.all() == 0);
      return counts;
    }

    long requests() {
      return gatling.values().stream().mapToLong(Counts::all).sum();
    }
  }

  @TempDir static Path folder;

  private static Outcome everything;

  @BeforeAll
  static void run_everything_that_gatling_can_do() throws IOException {
    everything =
        run(
            ContractSimulation.class,
            folder.resolve("everything"),
            Duration.ofMinutes(3),
            "-Dcontract.loops=" + LOOPS);
  }

  /**
   * Runs a simulation. If the machine stands still for some seconds at the end of a run, Gatling
   * ends before its log is complete: it waits for the writer for 5 s. Such a run is repeated.
   */
  static Outcome run(Class<?> simulation, Path folder, Duration patience, String... options)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return runOnce(simulation, folder.resolve("attempt-" + attempt), patience, options);
      } catch (EOFException e) {
        if (attempt == 3) {
          throw e;
        }
      }
    }
  }

  private static Outcome runOnce(
      Class<?> simulation, Path folder, Duration patience, String... options) throws IOException {
    try (CountingServer server = new CountingServer()) {
      List<String> all = new ArrayList<>(List.of(options));
      all.add("-Dcontract.uri=" + server.uri());
      all.add("-Dgatling.report=true");
      // Only counts are compared; other load on the machine does not affect them.
      all.add("-Donrush.generator.standstill=60 s");
      all.add("-Donrush.generator.pauses=100 %");
      all.add("-Donrush.generator.cpu=100 %");
      ForkedGatling gatling = ForkedGatling.start(simulation, folder, all.toArray(String[]::new));
      int exit = gatling.exitStatus(patience);
      Path runFolder = gatling.runFolder();
      assertThat(runFolder.resolve("result.json")).as(gatling.output()).exists();
      JsonNode result = JSON.readTree(Files.readString(runFolder.resolve("result.json")));
      return new Outcome(
          exit, server.counts(), result, gatlingsOwn(runFolder), server.openConnections());
    }
  }

  /** Returns the counts in Gatling's own log, parsed by Gatling's own reader. */
  private static Map<String, Counts> gatlingsOwn(Path runFolder) throws IOException {
    LogFileData log = LogFileReader.apply("gatling", runFolder, GatlingConfiguration.load()).read();
    Map<String, Counts> counts = new TreeMap<>();
    CollectionConverters.asJava(log.allRequestPaths())
        .forEach(
            path ->
                counts.put(
                    (path.group().isEmpty() ? "" : path.group().mkString(" / ") + " / ")
                        + path.request(),
                    new Counts(
                        count(log, path.group(), path.request(), "OK"),
                        count(log, path.group(), path.request(), "KO"))));
    return counts;
  }

  private static long count(
      LogFileData log,
      scala.collection.immutable.List<String> group,
      String request,
      String status) {
    var stats =
        log.requestGeneralStats(group, Option.apply(request), Option.apply(Status.apply(status)));
    return stats.isEmpty() ? 0 : stats.get().count();
  }

  @Test
  void onrush_counts_what_gatling_counts_per_name_and_outcome() {
    assertThat(everything.ours("REQUEST")).isEqualTo(everything.gatling());
    assertThat(everything.requests()).isGreaterThan(10_000); // at least 20 users x 80 loops x 6.8
  }

  @Test
  void onrush_counts_what_the_server_was_asked() {
    Map<String, Long> byPath = new TreeMap<>();
    everything
        .ours("REQUEST")
        .forEach(
            (name, counts) -> {
              String own = name.substring(name.lastIndexOf(" / ") + 1).strip();
              String path = own.startsWith("/ ") ? own.substring(2) : own;
              if (path.startsWith("/")) {
                byPath.merge(path, counts.all(), Long::sum);
              }
            });
    Map<String, Long> expected = new TreeMap<>(everything.server());
    // Gatling generates the names of redirect targets and embedded resources.
    assertThat(expected.remove("/landing"))
        .isEqualTo(everything.ours("REQUEST").get("/redir Redirect 1").all());
    assertThat(expected.remove("/image.png"))
        .isEqualTo(everything.ours("REQUEST").get("image.png").all());
    byPath.remove("/redir Redirect 1");
    assertThat(byPath).isEqualTo(expected);
  }

  @Test
  void requests_that_cannot_be_built_are_counted_as_crashed() {
    long crashed = 0;
    for (JsonNode series : everything.result().get("series")) {
      if (series.get("outcome").asText().equals("CRASHED")) {
        crashed += series.get("requests").asLong();
      }
    }
    assertThat(crashed).isEqualTo(20 * LOOPS);
  }

  @Test
  void groups_are_counted_once_for_each_pass() {
    Map<String, Counts> groups = everything.ours("GROUP");
    assertThat(groups.get("outer").all()).isEqualTo(20 * LOOPS);
    assertThat(groups.get("outer / inner").all()).isEqualTo(20 * LOOPS);
  }

  @Test
  void every_user_that_started_has_ended() {
    JsonNode users = everything.result().get("users");
    users.forEach(u -> assertThat(u.get("ended")).isEqualTo(u.get("started")));
    assertThat(users.get("browse").get("started").asLong()).isEqualTo(20);
    assertThat(users.get("bail").get("started").asLong()).isEqualTo(100);
    assertThat(users.get("child").get("started").asLong()).isEqualTo(5);
    assertThat(users.get("grandchild").get("started").asLong()).isEqualTo(5);
    assertThat(users.get("own protocol").get("started").asLong()).isEqualTo(10);
  }

  @Test
  void all_http_is_timed_by_us_and_only_messages_by_gatling() {
    assertThat(everything.result().get("notes"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "response times known only in whole milliseconds, from Gatling's timestamps: /sse, /ws, close,"
                + " echo, nothing, second");
  }

  @Test
  void no_connection_is_left_open() {
    assertThat(everything.open()).isZero();
  }

  @Test
  void gatlings_assertions_and_ours_pass_together() {
    assertThat(everything.exit()).isZero();
    assertThat(everything.result().get("verdict").asText()).isEqualTo("PASS");
  }

  @Test
  void what_comes_after_gatlings_stop_is_dropped_by_both() throws IOException {
    Outcome throttled =
        run(
            ThrottledSimulation.class,
            folder.resolve("throttled"),
            Duration.ofMinutes(3),
            "-Donrush.warmUp=500 ms"); // otherwise the first request may take the whole time

    assertThat(throttled.ours("REQUEST")).isEqualTo(throttled.gatling());
    assertThat(throttled.ours("REQUEST").get("/t").all())
        .isBetween(1L, throttled.server().get("/t"));
  }
}
