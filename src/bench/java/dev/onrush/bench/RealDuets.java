package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.userClass;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.bench.DuetAnswers.Compared;
import dev.onrush.internal.baseline.Finding;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.duet.PairedBlocks;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs real duets of two services with known service times and, for comparison, two runs one after
 * the other, each of the same length and with the load that one version has in a duet.
 */
final class RealDuets implements AutoCloseable {

  private static final List<Double> SLOWER = List.of(1.0, 1.05, 1.1);
  private static final String NO_HOG = "quiet";
  private static final String EQUAL = "equal";
  private static final String DUETS = "duets";
  private static final String QUIET = "real, nothing else runs";
  private static final String HOG = "real, a hog that comes and goes";

  /** The users per second of each version; each user sends two requests. */
  private static final double PER_SECOND = 50;

  private static final Duration OVERHEAD = Duration.ofSeconds(4);

  private final Duration length;
  private final boolean sequential;
  private final Path folder;
  private final StubServer a;
  private final StubServer b;
  private final Map<Case, Seen> seen = new LinkedHashMap<>();

  /** Whether a hog is running, and the factor by which B is slower. */
  private record Case(boolean hog, double slower) {}

  /** The answers so far. */
  private static final class Seen {
    private final List<DuetAnswers> duets = new ArrayList<>();
    private int invalid;
    private int regressions;
  }

  private RealDuets(Duration length, Set<String> variants) throws IOException {
    this.length = length;
    this.sequential = !variants.contains(DUETS);
    this.folder = Files.createTempDirectory("onrush-duets");
    this.a = StubServer.start();
    this.b = StubServer.start();
    for (Case of : cases(variants)) {
      seen.put(of, new Seen());
    }
  }

  private static List<Case> cases(Set<String> variants) {
    List<Case> cases = new ArrayList<>();
    for (boolean hog : variants.contains(NO_HOG) ? List.of(false) : List.of(false, true)) {
      for (double slower : variants.contains(EQUAL) ? List.of(1.0) : SLOWER) {
        cases.add(new Case(hog, slower));
      }
    }
    return cases;
  }

  /**
   * Returns the lines of the table; prints the progress on standard error.
   *
   * @param variants what is left out: {@code quiet} the hog, {@code equal} all but equal versions,
   *     {@code duets} runs one after the other
   */
  static List<String> rows(int rounds, Duration length, Set<String> variants) {
    int runs = rounds * cases(variants).size() * (variants.contains(DUETS) ? 1 : 3);
    System.err.printf(
        "%d runs of %d s: about %d min%n",
        runs, length.toSeconds(), length.plus(OVERHEAD).multipliedBy(runs).toMinutes() + 1);
    try (RealDuets duets = new RealDuets(length, variants)) {
      for (int round = 1; round <= rounds; round++) {
        duets.round(round);
        List<String> soFar = duets.rows();
        System.err.printf("round %d of %d%n%s%n", round, rounds, String.join("\n", soFar));
      }
      return duets.rows();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    seen.forEach(
        (of, said) -> {
          int n = said.duets.size();
          rows.add(
              DuetAnswers.row(
                  of.hog ? HOG : QUIET,
                  of.slower,
                  said.duets,
                  said.invalid + " of " + n,
                  sequential ? said.regressions + " of " + n : ""));
        });
    return rows;
  }

  private void round(int round) throws IOException, InterruptedException {
    for (Map.Entry<Case, Seen> of : seen.entrySet()) {
      b.slower(of.getKey().slower);
      Optional<CpuLoad> hog =
          of.getKey().hog ? Optional.of(CpuLoad.start(round)) : Optional.empty();
      try {
        duet(of.getKey().slower, of.getValue(), round);
        if (sequential) {
          oneAfterTheOther(of.getValue(), round);
        }
      } finally {
        hog.ifPresent(CpuLoad::close);
      }
    }
  }

  private void duet(double slower, Seen into, long seed) {
    Recorded run = run(2 * PER_SECOND, b.uri(), Optional.of(a.uri()), seed);
    PairedBlocks blocks =
        new PairedBlocks(
            new RunFlow("A", List.of("Buyer (A)")),
            new RunFlow("B", List.of("Buyer (B)")),
            arrivalRate().hold(perSecond(PER_SECOND), length));
    into.duets.add(DuetAnswers.of(blocks, run.intervals, slower, Compared.ALL));
    into.invalid += run.verdict == Verdict.INVALID ? 1 : 0;
  }

  private void oneAfterTheOther(Seen into, long seed) {
    RunBlocks before = blocks(run(PER_SECOND, a.uri(), Optional.empty(), seed));
    RunBlocks now = blocks(run(PER_SECOND, b.uri(), Optional.empty(), seed));
    boolean regression = RunComparison.of(List.of(before), now).finding() == Finding.REGRESSION;
    into.regressions += regression ? 1 : 0;
  }

  private static RunBlocks blocks(Recorded run) {
    return RunBlocks.of(run.record.info().phases(), run.intervals);
  }

  /** A run as its log contains it. */
  private record Recorded(Verdict verdict, RunRecord record, List<Interval> intervals) {}

  private Recorded run(double perSecond, URI target, Optional<URI> against, long seed) {
    RunSettings settings =
        RunSettings.load()
            .withTarget(target)
            .withReports(folder)
            .withSeed(seed)
            .with("onrush.console", "none")
            .with("onrush.warmUp", "2 s")
            .with("onrush.withoutReports", "report.html,times.hlog,exchanges.html");
    if (against.isPresent()) {
      settings = settings.withAgainst(against.get());
    }
    RunResult result = Onrush.run(plan(perSecond), settings);
    Path run = newest();
    List<Interval> intervals = new ArrayList<>();
    IntervalLog.forEach(run, intervals::add);
    Recorded recorded = new Recorded(result.verdict(), IntervalLog.read(run), intervals);
    delete(run);
    return recorded;
  }

  private LoadPlan plan(double perSecond) {
    return loadPlan("Duets")
        .users(
            userClass("Buyer")
                .task("Buy", exec(http("Search").get("/search"), http("Pay").get("/pay"))))
        .profile(arrivalRate().hold(perSecond(perSecond), length))
        .thresholds(errorRate().below(ofPercent(50)));
  }

  private Path newest() {
    try (Stream<Path> runs = Files.list(folder)) {
      return runs.filter(run -> Files.exists(run.resolve(IntervalLog.FILE)))
          .max(Comparator.comparing(Path::toString))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path of) {
    try (Stream<Path> all = Files.walk(of)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    a.close();
    b.close();
    delete(folder);
  }
}
