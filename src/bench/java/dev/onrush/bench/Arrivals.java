package dev.onrush.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.ForkedGatling;
import io.gatling.charts.stats.GeneralStats;
import io.gatling.charts.stats.Group;
import io.gatling.charts.stats.LogFileReader;
import io.gatling.commons.stats.Status;
import io.gatling.core.config.GatlingConfiguration;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import scala.Option;

/**
 * Measures how evenly arrivals come, by the server's own log, and which response times the tool
 * reports. Raw Gatling and Onrush take turns, each from a cold start, at 500 and 2,000 arrivals per
 * second. Both also run against a server that stalls, whose median, p95, p99 and maximum are known:
 * 5, 310, 860 and 1,000 ms in a run of 14 s.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Arrivals}; set the number of rounds with
 * {@code -Dbench.rounds=5}, and the seconds of each with {@code -Dbench.seconds=14}.
 */
final class Arrivals {

  private static final int[] RATES = {500, 2_000};
  private static final int STALL_RATE = 500;
  private static final int WARM_REQUESTS = 20_000;
  private static final long TEN_MILLIS = 10_000;
  private static final int SECOND = 1_000_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final FastServer server;

  private Arrivals(FastServer server) {
    this.server = server;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = Integer.getInteger("bench.rounds", 5);
    try (FastServer server = FastServer.start()) {
      Arrivals arrivals = new Arrivals(server);
      arrivals.warm();
      System.out.printf(
          Locale.ROOT,
          "%-36s %8s %9s %7s %9s %9s %9s %9s%n",
          "",
          "arrived",
          "sigma/s",
          "burst",
          "p50",
          "p95",
          "p99",
          "max");
      for (int round = 1; round <= rounds; round++) {
        for (int rate : RATES) {
          arrivals.print("raw Gatling, " + rate + "/s", Work.RawArrivals.class, rate, "/");
          arrivals.print("Onrush, " + rate + "/s", Work.PlannedArrivals.class, rate, "/");
        }
        arrivals.print("raw Gatling, stall", Work.RawArrivals.class, STALL_RATE, "/stall");
        arrivals.print("Onrush, stall", Work.PlannedArrivals.class, STALL_RATE, "/stall");
      }
    }
  }

  /** Warms up the server, which is not what is measured. */
  private void warm() {
    for (int done = 0; done < WARM_REQUESTS; done += 100) {
      CompletableFuture.allOf(
              IntStream.range(0, 100)
                  .mapToObj(i -> client.sendAsync(request("/"), BodyHandlers.discarding()))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path)).build();
  }

  private String ask(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request(path), BodyHandlers.ofString());
    return response.body();
  }

  private void print(String name, Class<?> simulation, int rate, String path)
      throws IOException, InterruptedException {
    int seconds = Integer.getInteger("bench.seconds", 14);
    Path folder = Files.createTempDirectory("onrush-bench");
    ask("/reset");
    ForkedGatling gatling =
        ForkedGatling.startAs(
            (simulation == Work.RawArrivals.class ? GeneratorJvm.GATLING : GeneratorJvm.ONRUSH)
                .options(),
            simulation,
            folder,
            "-Donrush.warmUp=5 s",
            "-Dbench.rate=" + rate,
            "-Dbench.path=" + path,
            "-Dbench.seconds=" + seconds,
            "-Dtarget=" + server.uri());
    if (gatling.exitStatus() != 0) {
      System.out.println(gatling.output());
    }
    long[] at = ask("/arrivals").lines().mapToLong(Long::parseLong).toArray();
    double[] said = percentiles(gatling.runFolder());
    System.out.printf(
        Locale.ROOT,
        "%-36s %8d %9.1f %7d %9.2f %9.2f %9.2f %9.2f%n",
        name,
        at.length,
        sigma(at, seconds),
        burst(at),
        said[0],
        said[1],
        said[2],
        said[3]);
    Processes.delete(folder);
  }

  /**
   * Returns the standard deviation of the counts of each whole second, except the last, which the
   * end of the run cuts off.
   */
  private static double sigma(long[] at, int seconds) {
    double[] counts = new double[seconds - 1];
    for (long micros : at) {
      int second = (int) (micros / SECOND);
      if (second < counts.length) {
        counts[second]++;
      }
    }
    double mean = java.util.Arrays.stream(counts).average().orElse(0);
    return Math.sqrt(
        java.util.Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).average().orElse(0));
  }

  /** Returns the highest number of arrivals within any 10 ms. */
  private static int burst(long[] at) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < at.length; last++) {
      while (at[last] - at[first] >= TEN_MILLIS) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** Returns p50, p95, p99 and maximum in milliseconds, as the tool itself reports them. */
  private static double[] percentiles(Path runFolder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path ours = runFolder.resolve("result.json");
    if (Files.exists(ours)) {
      JsonNode all = json.readTree(ours.toFile()).get("all");
      return new double[] {
        all.get("p50").asDouble(),
        all.get("p95").asDouble(),
        all.get("p99").asDouble(),
        all.get("max").asDouble()
      };
    }
    // Gatling's report shows the results of this reader.
    GeneralStats stats =
        LogFileReader.apply(
                runFolder.getFileName().toString(),
                runFolder.getParent(),
                GatlingConfiguration.load())
            .read()
            .requestGeneralStats(
                Option.<String>empty(), Option.<Group>empty(), Option.<Status>empty())
            .get();
    return new double[] {
      percentile(stats, 50), percentile(stats, 95), percentile(stats, 99), stats.max()
    };
  }

  private static double percentile(GeneralStats stats, double rank) {
    return ((Number) stats.percentile().apply(rank)).doubleValue();
  }
}
