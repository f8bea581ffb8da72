package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.between;
import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.get;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.p99;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.smoke;
import static dev.onrush.dsl.OnrushDsl.userClass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.ForkedGatling;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Measures how accurate Onrush's figures are on a disturbed machine: whether the percentiles of a
 * server's own log are within the ranges that Onrush gives, and whether its verdicts on a service
 * are right.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=InstrumentError}; set the runs of each
 * kind with {@code -Dbench.rounds=20}, and the seconds of each with {@code -Dbench.seconds=6}.
 * {@code -Dbench.rows='2,000/s | nothing'} measures only those ranges and queues whose rows match
 * in the first two cells.
 */
final class InstrumentError {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int SECONDS = Integer.getInteger("bench.seconds", 6);
  private static final Duration TIME = Duration.ofSeconds(SECONDS);
  private static final Pattern ROWS =
      Pattern.compile(System.getProperty("bench.rows", "").replace("|", "\\|"));
  private static final String PATH = System.getProperty("bench.path", "/fast");

  /**
   * The bound in milliseconds. The service takes 20 ms; if it is to break the bound, 3 of 100
   * requests take 60 ms.
   */
  private static final long BOUND = 40;

  private InstrumentError() {}

  /** Arrivals at the rate {@code bench.rate} per second. */
  public static final class Open extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      collectAgainAndAgain();
      return loadPlan("Open")
          .users(userClass("Users").task("Ask", get(PATH)))
          .profile(arrivalRate().hold(perSecond(Integer.getInteger("bench.rate", 500)), TIME))
          .thresholds(p99().below(Duration.ofMillis(BOUND)));
    }
  }

  /** 64 users, each of whom sends the next request once the previous one is answered. */
  public static final class Closed extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      collectAgainAndAgain();
      return loadPlan("Closed")
          .users(userClass("Users").task("Ask", get(PATH)))
          .profile(smoke().users(64).holdFor(TIME))
          .thresholds(p99().below(Duration.ofMillis(BOUND)));
    }
  }

  /** 140 arrivals per second, which a service that answers one after another has to work off. */
  public static final class Queued extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      collectAgainAndAgain();
      return loadPlan("Queued")
          .users(userClass("Users").task("Ask", get(PATH)))
          .profile(arrivalRate().hold(perSecond(140), TIME))
          .thresholds(p99().below(Duration.ofMillis(BOUND)), errorRate().below(ofPercent(1)));
    }
  }

  /** 20 users with think times. */
  public static final class Thinking extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      collectAgainAndAgain();
      return loadPlan("Thinking")
          .users(
              userClass("Users")
                  .thinkTime(between(Duration.ofMillis(20), Duration.ofMillis(40)))
                  .task("Ask", get(PATH)))
          .profile(smoke().users(20).holdFor(TIME))
          .thresholds(
              p99().below(Duration.ofMillis(BOUND)), p95().below(Duration.ofMillis(2 * BOUND)));
    }
  }

  /** Forces collections of the generator, if {@code bench.collect} is set. */
  private static void collectAgainAndAgain() {
    if (!Boolean.getBoolean("bench.collect")) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                try {
                  TimeUnit.MILLISECONDS.sleep(300);
                } catch (InterruptedException e) {
                  return;
                }
                System.gc();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** The disturbances of the generator. */
  private enum Disturbance {
    NONE("nothing"),
    HALF("half a processor taken"),
    ONE("a processor taken"),
    TWO("two processors taken"),
    COLLECT("forced collections"),
    FREEZE_50("frozen for 50 ms"),
    FREEZE_200("frozen for 200 ms"),
    FREEZE_1000("frozen for 1,000 ms");

    private final String text;

    Disturbance(String text) {
      this.text = text;
    }

    List<String> options() {
      return this == COLLECT ? List.of("-Dbench.collect=true") : List.of();
    }

    List<Process> hogs() throws IOException {
      List<Process> hogs = new ArrayList<>();
      String busy = "while :; do :; done";
      if (this == HALF) {
        hogs.add(hog("while :; do timeout 0.05 sh -c '" + busy + "'; sleep 0.05; done"));
      }
      for (int i = this == ONE ? 1 : this == TWO ? 2 : 0; i > 0; i--) {
        hogs.add(hog(busy));
      }
      return hogs;
    }

    private static Process hog(String loop) throws IOException {
      return new ProcessBuilder("sh", "-c", loop).start();
    }

    /** The length of each freeze in milliseconds; 0 without freezes. */
    long freeze() {
      return switch (this) {
        case FREEZE_50 -> 50;
        case FREEZE_200 -> 200;
        case FREEZE_1000 -> 1_000;
        default -> 0;
      };
    }
  }

  /** The true percentiles and the result of one run. */
  private record Seen(List<Double> truth, JsonNode result) {
    private static final List<String> PERCENTILES = List.of("p50", "p95", "p99");

    double measured(int i) {
      return result.at("/all/" + PERCENTILES.get(i)).asDouble();
    }

    double least(int i) {
      return result.at("/all/least/" + PERCENTILES.get(i)).asDouble();
    }

    /** Returns whether the truth is within the range; both have three significant digits. */
    boolean holds(int i) {
      return least(i) * 0.999 <= truth.get(i) && truth.get(i) <= measured(i) * 1.001;
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try (TimedServer server = TimedServer.start()) {
      for (int i = 0; i < 2_000; i++) {
        server.ask("/fast"); // warms up the server, which is not measured
      }
      String part = System.getProperty("bench.variants", "");
      if (part.isEmpty() || part.equals("ranges")) {
        ranges(server);
      }
      if (part.isEmpty() || part.equals("verdicts")) {
        verdicts(server);
      }
      if (part.isEmpty() || part.equals("queue")) {
        queue(server);
      }
    }
  }

  private static void ranges(TimedServer server) throws IOException, InterruptedException {
    System.out.println(
        "| load | disturbance | runs | true p50, p95, p99 within | width of p50, p95, p99 (median, ms) | measured p99 (median, ms) |");
    System.out.println("|---|---|---:|---|---|---:|");
    Map<String, List<String>> loads = new LinkedHashMap<>();
    loads.put("500/s", List.of("Open", "-Dbench.rate=500"));
    loads.put("2,000/s", List.of("Open", "-Dbench.rate=2000"));
    loads.put("64 users", List.of("Closed"));
    for (Map.Entry<String, List<String>> load : loads.entrySet()) {
      for (Disturbance by : Disturbance.values()) {
        if (!ROWS.matcher(load.getKey() + " | " + by.text).find()) {
          continue;
        }
        List<Seen> runs = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          runs.add(run(server, by, load.getValue(), "/fast"));
        }
        int[] held = new int[3];
        List<String> widths = new ArrayList<>();
        for (int p = 0; p < held.length; p++) {
          int at = p;
          held[p] = (int) runs.stream().filter(run -> run.holds(at)).count();
          widths.add(
              number(
                  Processes.median(
                      runs.stream().map(run -> run.measured(at) - run.least(at)).toList())));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %d | %d, %d, %d | %s | %s |%n",
            load.getKey(),
            by.text,
            runs.size(),
            held[0],
            held[1],
            held[2],
            String.join(", ", widths),
            number(Processes.median(runs.stream().map(run -> run.measured(2)).toList())));
        for (Seen run : runs) {
          for (int p = 0; p < held.length; p++) {
            if (!run.holds(p)) {
              System.out.println(
                  "  outside: %s is %s, reported range %s to %s"
                      .formatted(
                          Seen.PERCENTILES.get(p),
                          number(run.truth.get(p)),
                          number(run.least(p)),
                          number(run.measured(p))));
            }
          }
        }
      }
    }
  }

  /** Runs a service that keeps its bound, and as many times one that breaks it. */
  private static void verdicts(TimedServer server) throws IOException, InterruptedException {
    for (String path : List.of("/work", "/slow")) {
      Map<String, Integer> said = new TreeMap<>();
      Map<String, Integer> before = new TreeMap<>();
      for (int i = 0; i < ROUNDS; i++) {
        for (Disturbance by : Disturbance.values()) {
          Seen run = run(server, by, List.of("Thinking"), path);
          JsonNode threshold = run.result.at("/thresholds/0");
          String verdict = threshold.path("verdict").asText();
          said.merge(verdict, 1, Integer::sum);
          before.merge(run.measured(2) < BOUND ? "PASS" : "FAIL", 1, Integer::sum);
        }
      }
      System.out.println(
          path
              + " (true p99 "
              + (path.equals("/work") ? "20" : "60")
              + " ms, bound "
              + BOUND
              + " ms): "
              + said
              + "; by the measured figure alone "
              + before);
    }
  }

  /**
   * Runs a service that uses 70 % of its capacity, and one whose capacity is too small for the
   * load.
   */
  private static void queue(TimedServer server) throws IOException, InterruptedException {
    for (int i = 0; i < 400; i++) {
      server.ask(i % 2 == 0 ? "/queue" : "/jam"); // warms up the server
    }
    System.out.println(
        "| service | disturbance | verdicts | server's p99 (ms) | p99 (ms) | error rate (%) |");
    System.out.println("|---|---|---|---|---|---|");
    for (String path : List.of("/queue", "/jam")) {
      for (Disturbance by : Disturbance.values()) {
        String capacity = path.equals("/queue") ? "200/s" : "100/s";
        if (!ROWS.matcher(capacity + " | " + by.text).find()) {
          continue;
        }
        Map<String, Integer> said = new TreeMap<>();
        List<String> truth = new ArrayList<>();
        List<String> times = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          Seen run = run(server, by, List.of("Queued"), path);
          JsonNode result = run.result;
          truth.add(number(run.truth.get(2)));
          said.merge(result.path("verdict").asText(), 1, Integer::sum);
          times.add(range(result.at("/thresholds/0")));
          errors.add(range(result.at("/thresholds/1")));
        }
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %s | %s | %s | %s |%n",
            capacity,
            by.text,
            said,
            String.join(", ", truth),
            String.join(", ", times),
            String.join(", ", errors));
      }
    }
  }

  /** The range of a threshold's figure. */
  private static String range(JsonNode threshold) {
    double value = threshold.path("actual").asDouble();
    JsonNode range = threshold.path("uncertainty");
    return number(range.path("least").asDouble(value))
        + " to "
        + number(range.path("most").asDouble(value));
  }

  private static Seen run(TimedServer server, Disturbance by, List<String> simulation, String path)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("onrush-bench");
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Donrush.warmUp=3 s",
                "-Dbench.path=" + path,
                "-Dbench.seconds=" + SECONDS,
                "-Dtarget=" + server.uri()));
    options.addAll(simulation.subList(1, simulation.size()));
    options.addAll(by.options());
    List<Process> hogs = by.hogs();
    try {
      server.takePercentiles();
      Class<?> of =
          switch (simulation.get(0)) {
            case "Open" -> Open.class;
            case "Closed" -> Closed.class;
            case "Queued" -> Queued.class;
            default -> Thinking.class;
          };
      ForkedGatling gatling =
          ForkedGatling.startAs(
              GeneratorJvm.ONRUSH.options(), of, folder, options.toArray(String[]::new));
      if (by.freeze() > 0) {
        TimeUnit.SECONDS.sleep(8); // the run has begun, with its warm-up
        freeze(gatling.process(), by.freeze());
      }
      gatling.process().waitFor();
      Path json = gatling.runFolder().resolve("result.json");
      if (!Files.exists(json)) {
        throw new IllegalStateException(gatling.output());
      }
      Seen seen = new Seen(server.takePercentiles(), new ObjectMapper().readTree(json.toFile()));
      Processes.delete(folder);
      return seen;
    } finally {
      for (Process hog : hogs) {
        hog.descendants().forEach(ProcessHandle::destroy);
        hog.destroy();
      }
    }
  }

  private static void freeze(Process process, long millis)
      throws IOException, InterruptedException {
    while (process.isAlive()) {
      signal("STOP", process);
      TimeUnit.MILLISECONDS.sleep(millis);
      signal("CONT", process);
      TimeUnit.MILLISECONDS.sleep(1_000);
    }
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  private static String number(double millis) {
    return String.format(Locale.ROOT, "%.2f", millis);
  }
}
