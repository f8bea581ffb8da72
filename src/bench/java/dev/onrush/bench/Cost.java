package dev.onrush.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.ForkedGatling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CPU-seconds per 100,000 requests, from the JVM's start to its end with everything written, of raw
 * Gatling as it is shipped and of Onrush. They take turns; medians are compared.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec}; rounds with {@code -Dbench.rounds=5}, their
 * length with {@code -Dbench.seconds=15}. With {@code -Dbench.variants=exports}, instead, of one
 * plan whose metrics and events go to nobody, to an address where nobody is, and to one that hangs.
 */
final class Cost {

  /** Here it is CPU that is compared, and counts; that the machine is busy elsewhere is no harm. */
  private static final List<String> UNJUDGED =
      List.of(
          "-Donrush.generator.standstill=60 s",
          "-Donrush.generator.pauses=100 %",
          "-Donrush.generator.lag=60 s",
          "-Donrush.generator.cpu=100 %");

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
    try (ServerSocket hanging = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
      compare(
          System.getProperty("bench.variants", "").equals("exports")
              ? exports("http://127.0.0.1:" + hanging.getLocalPort())
              : engines(),
          rounds);
    }
  }

  /**
   * What is measured.
   *
   * @param options of its JVM
   */
  private record Variant(Class<?> simulation, List<String> options) {}

  private static Map<String, Variant> engines() {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("raw Gatling, as shipped", new Variant(Work.Raw.class, List.of()));
    variants.put("Onrush, superclass only", new Variant(Work.Metered.class, List.of()));
    variants.put("Onrush, a plan", new Variant(Work.Planned.class, List.of()));
    return variants;
  }

  /** One plan, and who is told of it. */
  private static Map<String, Variant> exports(String hanging) {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put("nobody is told", new Variant(Work.PlannedArrivals.class, UNJUDGED));
    variants.put("dead", told("http://127.0.0.1:9")); // the port of discard, where nobody is
    variants.put("hanging", told(hanging));
    return variants;
  }

  private static Variant told(String address) {
    List<String> options = new ArrayList<>(UNJUDGED);
    options.add("-Donrush.export.prometheus=0");
    options.add("-Donrush.export.otlp=" + address + "/v1/metrics");
    options.add("-Donrush.webhook=" + address + "/hook");
    return new Variant(Work.PlannedArrivals.class, options);
  }

  private void compare(Map<String, Variant> variants, int rounds)
      throws IOException, InterruptedException {
    Map<String, List<Double>> costs = new LinkedHashMap<>();
    Cpu unrecorded = cost(variants.values().iterator().next()); // warms the server
    System.out.printf(Locale.ROOT, "the server is warm after %d requests%n", unrecorded.requests);
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, Variant> variant : variants.entrySet()) {
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
    double first = Processes.median(costs.values().iterator().next());
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
                Processes.median(values),
                values.stream().min(Double::compare).orElseThrow(),
                values.stream().max(Double::compare).orElseThrow(),
                Processes.median(values) / first));
  }

  private record Cpu(double seconds, long requests) {
    double per100_000() {
      return seconds / requests * 100_000;
    }
  }

  private Cpu cost(Variant variant) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("onrush-bench");
    long requests = requests();
    double cpu = Processes.cpuOfChildren();
    // Heap and collector as Gatling's Maven plugin sets them.
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx1G",
                "-XX:+UseG1GC",
                "-XX:+ParallelRefProcEnabled",
                "-Donrush.warmUp=5 s",
                "-Dbench.rate=1000",
                "-Dbench.seconds=" + Integer.getInteger("bench.seconds", 15),
                "-Dtarget=" + server));
    options.addAll(variant.options);
    ForkedGatling gatling =
        ForkedGatling.start(variant.simulation, folder, options.toArray(String[]::new));
    if (gatling.exitStatus() != 0) {
      throw new IllegalStateException(gatling.output());
    }
    long sent = requests() - requests;
    if (variant.simulation != Work.Raw.class) {
      checkCounted(gatling.runFolder(), sent);
    }
    Processes.delete(folder);
    return new Cpu(Processes.cpuOfChildren() - cpu, sent);
  }

  /** The result has what the server counted, whoever was told of the run. */
  private static void checkCounted(Path run, long sent) throws IOException {
    long counted =
        new ObjectMapper()
            .readTree(Files.readString(run.resolve("result.json")))
            .at("/all/requests")
            .asLong();
    if (counted != sent) {
      throw new IllegalStateException(run + " has " + counted + " requests of " + sent);
    }
  }

  private long requests() throws IOException, InterruptedException {
    return Long.parseLong(
        client
            .send(HttpRequest.newBuilder(server.resolve("/count")).build(), BodyHandlers.ofString())
            .body());
  }
}
