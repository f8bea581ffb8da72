package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.call;
import static dev.onrush.dsl.OnrushDsl.concurrentUsers;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.requestCount;
import static dev.onrush.dsl.OnrushDsl.userClass;

import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.WorkerServer;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.units.Percentile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how accurate the times of Java calls are. Response times are compared with the log of
 * the called code, which waits for a known time, and the waits for a thread with the theory: if the
 * users call again immediately and each call takes the same time, a call waits for all calls before
 * it, which is the number of users divided by threads, less one, times the time of a call.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Calls}
 */
final class Calls {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int SECONDS = Math.min(Integer.getInteger("bench.seconds", 10), 30);
  private static final Percentile P50 = new Percentile(50);
  private static final Percentile P95 = new Percentile(95);

  private Calls() {}

  /**
   * The users, who call again immediately, the time that the called code takes, and its threads.
   */
  private record Case(int users, Duration takes, int threads) {

    LoadPlan plan(Queue<Long> log) {
      return loadPlan("Calls")
          .users(
              userClass("Users")
                  .task(
                      "Ask",
                      call("Ask", session -> waited(takes.toNanos(), log))
                          .check("waited", n -> n > 0)))
          .profile(concurrentUsers().hold(users, Duration.ofSeconds(SECONDS)))
          .thresholds(requestCount().atLeast(1));
    }

    /** Returns the wait for a thread in theory, if a call takes {@code mean}. */
    double waits(double mean) {
      return Math.max(0, (double) users / threads - 1) * mean;
    }

    String text() {
      return users + " users, " + takes.toMillis() + " ms, " + threads + " threads";
    }
  }

  private static long waited(long nanos, Queue<Long> log) {
    long start = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
      LockSupport.parkNanos(left);
    }
    long took = System.nanoTime() - start;
    log.add(took);
    return took;
  }

  public static void main(String[] args) throws IOException {
    List<Case> cases =
        List.of(
            new Case(8, Duration.ofMillis(5), 256),
            new Case(8, Duration.ofMillis(100), 256),
            new Case(32, Duration.ofMillis(100), 8));
    List<String> lines = new ArrayList<>();
    // Nothing is sent to this target; without one, the reference service would be started.
    try (WorkerServer target = new WorkerServer(1, Duration.ofMillis(1))) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Case of : cases) {
          Queue<Long> log = new ConcurrentLinkedQueue<>();
          RunRecord result =
              (RunRecord)
                  Onrush.run(
                      of.plan(log),
                      RunSettings.load()
                          .withReports(Files.createTempDirectory("onrush-bench"))
                          .withTarget(target.uri())
                          .with("onrush.call.threads", String.valueOf(of.threads)));
          lines.add(line(of, result, log.stream().mapToDouble(n -> n / 1e6).sorted().toArray()));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n%-32s %7s %9s %9s %7s %9s %9s %7s %9s %9s %7s %9s  %s%n",
        "case, ms",
        "calls",
        "p50",
        "its log",
        "off by",
        "p95",
        "its log",
        "off by",
        "wait p50",
        "theory",
        "off by",
        "loop late",
        "verdict");
    lines.forEach(System.out::println);
    System.exit(0); // Gatling leaves threads behind
  }

  private static String line(Case of, RunRecord result, double[] log) {
    Timeline timeline = result.timeline();
    Distribution times = timeline.all().all().times();
    double mean = Arrays.stream(log).average().orElseThrow();
    double waited =
        timeline
            .select(
                s ->
                    s.kind() == Kind.CALL
                        && (s.name().equals(Series.CALL_QUEUED)
                            || s.name().equals(Series.CALL_STARTED)))
            .all()
            .times()
            .at(P50);
    return String.format(
        Locale.ROOT,
        "%-32s %7d %9.3f %9.3f %7s %9.3f %9.3f %7s %9.3f %9.3f %7s %9.1f  %s",
        of.text(),
        times.count(),
        times.at(P50),
        at(log, P50),
        off(times.at(P50), at(log, P50)),
        times.at(P95),
        at(log, P95),
        off(times.at(P95), at(log, P95)),
        waited,
        of.waits(mean),
        of.waits(mean) == 0 ? "-" : off(waited, of.waits(mean)),
        timeline.rows().stream().mapToDouble(Row::loopLag).max().orElse(0),
        result.verdict());
  }

  private static double at(double[] sorted, Percentile percentile) {
    int rank = (int) Math.ceil(percentile.value() / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  private static String off(double measured, double truth) {
    return String.format(Locale.ROOT, "%+.2f %%", 100 * (measured - truth) / truth);
  }
}
