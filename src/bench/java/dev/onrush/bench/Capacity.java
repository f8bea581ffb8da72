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
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Runs real searches against services of known capacity. Each worker takes the same time for a
 * request, by waiting, so the capacity is the number of workers divided by the service time.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Capacity}
 */
final class Capacity {

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
    System.exit(0); // Gatling leaves threads behind
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
