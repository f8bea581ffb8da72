package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.capacitySearch;
import static dev.onrush.dsl.OnrushDsl.constant;
import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.get;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.userClass;

import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.WorkerServer;
import dev.onrush.internal.capacity.SearchEnd;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.capacity.SimulatedSearch;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Runs real searches against services of known capacity. Each worker takes the same time for a
 * request, by waiting, so the capacity is the number of workers divided by the service time.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Capacity}; {@code
 * -Dbench.variants=simulated} runs simulated searches instead, 400 of each kind for each of {@code
 * -Dbench.rounds=5}.
 */
final class Capacity {

  private static final int SEARCHES_A_ROUND = 400;
  private static final Duration BOUND = Duration.ofMillis(200);
  private static final Duration THINK = Duration.ofMillis(500);

  private Capacity() {}

  /** A service with this many workers, and whether it is loaded by arrivals or by users. */
  private record Case(int workers, Duration serviceTime, boolean open) {

    /**
     * Returns the true capacity: arrivals per second, or users who think for half a second and wait
     * for at most 200 ms.
     */
    double truth() {
      double perSecond = workers * 1e9 / serviceTime.toNanos();
      return open ? perSecond : perSecond * (THINK.plus(BOUND).toNanos() / 1e9);
    }

    CapacitySearch search() {
      CapacitySearch search =
          open
              ? capacitySearch()
                  .from(perSecond(Math.rint(truth() / 4.7)))
                  .upTo(perSecond(Math.rint(4 * truth())))
              : capacitySearch()
                  .from((int) Math.round(truth() / 4.7))
                  .upTo((int) Math.round(4 * truth()));
      return search
          .settleFor(Duration.ofSeconds(1))
          .holdFor(Duration.ofSeconds(4))
          .restAtMost(Duration.ofSeconds(20));
    }

    LoadPlan plan() {
      return loadPlan(open ? "Open" : "Closed")
          .users(userClass("Users").thinkTime(constant(THINK)).task("Ask", get("/")))
          .profile(search())
          .thresholds(p95().below(BOUND), errorRate().below(ofPercent(1)));
    }
  }

  public static void main(String[] args) throws IOException {
    if (System.getProperty("bench.variants", "").equals("simulated")) {
      System.out.println(simulated(SEARCHES_A_ROUND * Integer.getInteger("bench.rounds", 5)));
    } else {
      real();
      System.exit(0); // Gatling leaves threads behind
    }
  }

  private static void real() throws IOException {
    List<Case> cases =
        List.of(
            new Case(5, Duration.ofMillis(50), true),
            new Case(10, Duration.ofMillis(50), true),
            new Case(10, Duration.ofMillis(80), true),
            new Case(20, Duration.ofMillis(100), true),
            new Case(15, Duration.ofMillis(60), true),
            new Case(5, Duration.ofMillis(50), false),
            new Case(10, Duration.ofMillis(50), false),
            new Case(10, Duration.ofMillis(80), false),
            new Case(20, Duration.ofMillis(100), false),
            new Case(15, Duration.ofMillis(60), false));
    List<String> lines = new ArrayList<>();
    for (Case of : cases) {
      try (WorkerServer server = new WorkerServer(of.workers, of.serviceTime)) {
        RunRecord result =
            (RunRecord)
                Onrush.run(
                    of.plan(),
                    RunSettings.load()
                        .withTarget(server.uri())
                        .withReports(Files.createTempDirectory("onrush-bench")));
        lines.add(line(of, result));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n%-34s %10s %10s %10s %8s %7s  %s%n",
        "service",
        "true",
        "capacity",
        "broke",
        "off by",
        "probes",
        "verdict");
    lines.forEach(System.out::println);
  }

  private static String simulated(int searches) {
    Map<String, SimulatedSearch> services = new LinkedHashMap<>();
    services.put("evenly spaced arrivals", SimulatedSearch.evenArrivals());
    services.put("random arrivals", SimulatedSearch.randomArrivals());
    services.put("refusals", SimulatedSearch.refusals());
    services.put("users", SimulatedSearch.users());
    for (int percent : new int[] {3, 9, 24}) {
      services.put("chance within " + percent + " %", SimulatedSearch.byChance(percent / 100.0));
    }
    StringBuilder text =
        new StringBuilder(
            "| service | within ±5 % | off by, median | probes, median | most |"
                + " not FOUND |\n|---|--:|--:|--:|--:|--:|\n");
    services.forEach((name, service) -> text.append(row(name, service, searches)));
    return text.toString();
  }

  private static String row(String name, SimulatedSearch service, int searches) {
    List<SimulatedSearch.Found> all =
        IntStream.range(0, searches).parallel().mapToObj(service::found).toList();
    double[] off =
        all.stream()
            .mapToDouble(found -> found.capacity().orElse(0) / service.truth() - 1)
            .sorted()
            .toArray();
    int[] probes = all.stream().mapToInt(SimulatedSearch.Found::probes).sorted().toArray();
    long close = Arrays.stream(off).filter(by -> Math.abs(by) <= 0.05).count();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %+.1f %% | %d | %d | %d |%n",
        name,
        new Proportion(close, searches).text(),
        100 * off[searches / 2],
        probes[searches / 2],
        probes[searches - 1],
        all.stream().filter(found -> found.ending() != SearchEnd.FOUND).count());
  }

  private static String line(Case of, RunRecord result) {
    SearchResult found = result.capacity().orElseThrow();
    OptionalDouble proven = found.proven();
    return String.format(
        Locale.ROOT,
        "%-34s %10.1f %10s %10s %8s %7d  %s, %s",
        of.workers
            + " workers of "
            + of.serviceTime.toMillis()
            + " ms, "
            + (of.open ? "arrivals/s" : "users"),
        of.truth(),
        text(proven),
        text(found.breakingPoint()),
        proven.isEmpty()
            ? "-"
            : String.format(Locale.ROOT, "%+.1f %%", 100 * (proven.getAsDouble() / of.truth() - 1)),
        found.probes().size(),
        result.verdict(),
        found.ending());
  }

  private static String text(OptionalDouble level) {
    return level.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", level.getAsDouble());
  }
}
