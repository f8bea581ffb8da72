package dev.onrush.bench;

import dev.onrush.ForkedGatling;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU-seconds per 100,000 requests, from the JVM's start to its end with everything written, of raw
 * Gatling as it is shipped and of Onrush. They take turns; medians are compared.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec}; rounds with {@code -Dbench.rounds=5}, their
 * length with {@code -Dbench.seconds=15}.
 */
final class Cost {

  private static final int TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Java runs on
  private static final int CHILDREN_USER = 13; // of /proc/self/stat, counted after the name
  private static final int CHILDREN_SYSTEM = 14;

  private final URI server;
  private final HttpClient client = HttpClient.newHttpClient();

  private Cost(URI server) {
    this.server = server;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = Integer.getInteger("bench.rounds", 5);
    try (FastServer server = FastServer.start()) {
      new Cost(server.uri()).run(rounds);
    }
  }

  private void run(int rounds) throws IOException, InterruptedException {
    Map<String, Class<?>> variants = new LinkedHashMap<>();
    variants.put("raw Gatling, as shipped", Work.Raw.class);
    variants.put("Onrush, superclass only", Work.Metered.class);
    variants.put("Onrush, a plan", Work.Planned.class);
    Map<String, List<Double>> costs = new LinkedHashMap<>();
    Cpu unrecorded = cost(Work.Raw.class); // warms the server
    System.out.printf(Locale.ROOT, "the server is warm after %d requests%n", unrecorded.requests);
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, Class<?>> variant : variants.entrySet()) {
        Cpu cpu = cost(variant.getValue());
        costs.computeIfAbsent(variant.getKey(), v -> new ArrayList<>()).add(cpu.per100_000());
        System.out.printf(
            Locale.ROOT,
            "round %d  %-24s %8d requests  %6.2f CPU-s  %5.2f per 100,000%n",
            round,
            variant.getKey(),
            cpu.requests,
            cpu.seconds,
            cpu.per100_000());
      }
    }
    double raw = median(costs.values().iterator().next());
    System.out.printf(
        Locale.ROOT,
        "%n%-24s %8s %8s %8s %8s%n",
        "CPU-s per 100,000",
        "median",
        "min",
        "max",
        "ratio");
    costs.forEach(
        (name, values) ->
            System.out.printf(
                Locale.ROOT,
                "%-24s %8.2f %8.2f %8.2f %8.2f%n",
                name,
                median(values),
                values.stream().min(Double::compare).orElseThrow(),
                values.stream().max(Double::compare).orElseThrow(),
                median(values) / raw));
  }

  private record Cpu(double seconds, long requests) {
    double per100_000() {
      return seconds / requests * 100_000;
    }
  }

  private Cpu cost(Class<?> simulation) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("onrush-bench");
    long requests = requests();
    double cpu = childrenCpu();
    // Heap and collector as Gatling's Maven plugin sets them.
    ForkedGatling gatling =
        ForkedGatling.start(
            simulation,
            folder,
            "-Xmx1G",
            "-XX:+UseG1GC",
            "-XX:+ParallelRefProcEnabled",
            "-Donrush.warmUp=5 s",
            "-Dbench.seconds=" + Integer.getInteger("bench.seconds", 15),
            "-Dtarget=" + server);
    if (gatling.exitStatus() != 0) {
      throw new IllegalStateException(gatling.output());
    }
    delete(folder);
    return new Cpu(childrenCpu() - cpu, requests() - requests);
  }

  private long requests() throws IOException, InterruptedException {
    return Long.parseLong(
        client
            .send(HttpRequest.newBuilder(server.resolve("/count")).build(), BodyHandlers.ofString())
            .body());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  /** Of all children that have ended, as the kernel counts it. */
  private static double childrenCpu() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]))
        / (double) TICKS_PER_SECOND;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
