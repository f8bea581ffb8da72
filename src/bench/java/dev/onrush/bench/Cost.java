package dev.onrush.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures CPU-seconds per 100,000 requests, from the JVM's start to its end with everything
 * written, of raw Gatling as it is shipped and of Onrush with everything that is on by default,
 * including its warm-up. It also counts how many requests the server could answer with each of them
 * on the same processors. The variants take turns, and medians are compared. Other tools that are
 * installed do the same work for comparison.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Cost}; set the number of rounds with
 * {@code -Dbench.rounds=5}, and their length with {@code -Dbench.seconds=30}. With {@code
 * -Dbench.variants=exports}, it measures instead one plan that exports nothing, one that exports
 * metrics and events to an address where nothing listens, and one that exports them to a server
 * that hangs. With {@code -Dbench.variants=loops}, it measures a plan with as many event loops as
 * processors, and with twice as many, as Netty has.
 */
final class Cost {

  /**
   * Turns off the checks of the generator: only CPU and counts are compared, so other load on the
   * machine does no harm.
   */
  static final List<String> UNJUDGED =
      List.of(
          "-Donrush.generator.standstill=60 s",
          "-Donrush.generator.pauses=100 %",
          "-Donrush.generator.lag=60 s",
          "-Donrush.generator.gc=100 %",
          "-Donrush.generator.cpu=100 %");

  private Cost() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (FastServer server = FastServer.start()) {
      System.out.println(markdown(server, Integer.getInteger("bench.rounds", 5)));
    }
  }

  static String markdown(FastServer server, int rounds) throws IOException, InterruptedException {
    try (ServerSocket hanging = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
      String compared = System.getProperty("bench.variants", "");
      Map<String, Variant> variants =
          switch (compared) {
            case "exports" -> exports("http://127.0.0.1:" + hanging.getLocalPort());
            case "loops" -> loops();
            default -> engines();
          };
      boolean others = !compared.equals("exports") && !compared.equals("loops");
      return compare(server, variants, others ? Peer.installed() : List.of(), rounds);
    }
  }

  private record Variant(Class<?> simulation, GeneratorJvm jvm, List<String> options) {}

  private static Map<String, Variant> engines() {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put(
        "raw Gatling, as shipped", new Variant(Work.Raw.class, GeneratorJvm.GATLING, List.of()));
    variants.put(
        "Onrush, superclass only", new Variant(Work.Metered.class, GeneratorJvm.ONRUSH, UNJUDGED));
    variants.put("Onrush, a plan", new Variant(Work.Planned.class, GeneratorJvm.ONRUSH, UNJUDGED));
    return variants;
  }

  /** Returns variants of one plan that differ in the number of their event loops. */
  private static Map<String, Variant> loops() {
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> twice = new ArrayList<>(UNJUDGED);
    twice.add("-Dio.netty.eventLoopThreads=" + 2 * processors);
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put(
        processors + " event loops",
        new Variant(Work.Planned.class, GeneratorJvm.ONRUSH, UNJUDGED));
    variants.put(
        2 * processors + " event loops",
        new Variant(Work.Planned.class, GeneratorJvm.ONRUSH, twice));
    return variants;
  }

  /** Returns variants of one plan that differ in where its metrics and events go. */
  private static Map<String, Variant> exports(String hanging) {
    Map<String, Variant> variants = new LinkedHashMap<>();
    variants.put(
        "no exports", new Variant(Work.PlannedArrivals.class, GeneratorJvm.ONRUSH, told("")));
    variants.put(
        "dead", new Variant(Work.PlannedArrivals.class, GeneratorJvm.ONRUSH, told(DISCARD)));
    variants.put(
        "hanging", new Variant(Work.PlannedArrivals.class, GeneratorJvm.ONRUSH, told(hanging)));
    return variants;
  }

  /** An address on the discard port, where nothing listens. */
  private static final String DISCARD = "http://127.0.0.1:9";

  private static List<String> told(String address) {
    List<String> options = new ArrayList<>(UNJUDGED);
    options.add("-Dbench.rate=1000");
    if (!address.isEmpty()) {
      options.add("-Donrush.export.prometheus=0");
      options.add("-Donrush.export.otlp=" + address + "/v1/metrics");
      options.add("-Donrush.webhook=" + address + "/hook");
    }
    return options;
  }

  private static String compare(
      FastServer server, Map<String, Variant> variants, List<Peer> peers, int rounds)
      throws IOException, InterruptedException {
    Table cost = new Table("CPU-seconds per 100,000 requests", 2);
    Table answered = new Table("requests that the server answered", 0);
    Variant first = variants.values().iterator().next();
    Measured unused = Measured.of(server, first.simulation, first.jvm, first.options);
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, Variant> entry : variants.entrySet()) {
        Variant variant = entry.getValue();
        Measured run = Measured.of(server, variant.simulation, variant.jvm, variant.options);
        cost.add(entry.getKey(), run.cost());
        answered.add(entry.getKey(), (double) run.requests());
        say(round, entry.getKey(), run.requests(), run.cpu(), run.cost());
      }
      for (Peer peer : peers) {
        Peer.Run run = peer.run(server);
        cost.add(peer.name(), run.cost());
        answered.add(peer.name(), (double) run.requests());
        say(round, peer.name(), run.requests(), run.cpu(), run.cost());
      }
    }
    return cost.markdown() + "\n" + answered.markdown();
  }

  private static void say(int round, String name, long requests, double cpu, double cost) {
    System.out.printf(
        Locale.ROOT,
        "round %d  %-34s %9d requests  %7.2f CPU-s  %6.2f per 100,000%n",
        round,
        name,
        requests,
        cpu,
        cost);
  }
}
