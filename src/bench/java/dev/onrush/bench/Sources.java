package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.get;
import static dev.onrush.dsl.OnrushDsl.loadPlan;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.userClass;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.reference.ReferenceProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures what it costs to read all sources of the service's figures at 2,000 requests per second,
 * in processor time: of the threads that read, of the threads in the service's JVM that answer
 * them, and of PostgreSQL's process. The cost of the service's own Prometheus endpoint is not
 * measured, because it is the same for every reader.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Sources -Dbench.rounds=3
 * -Dbench.seconds=30}; on Linux.
 */
final class Sources {

  private static final int PORT = Integer.getInteger("bench.port", 18_211);
  private static final String POSTGRES =
      "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres?user=postgres";
  private static final int RATE = Integer.getInteger("bench.rate", 2_000);

  /** The seconds at the end of a run that are measured; by then all code is compiled. */
  private static final int MEASURED = 20;

  private Sources() {}

  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("bench.rounds", 3);
    int seconds = Math.max(MEASURED + 5, Integer.getInteger("bench.seconds", 30));
    Path folder = Files.createTempDirectory("onrush-sources");
    System.out.println(
        "| round | requests/s | generator in all | its readers | service's JVM for JMX | PostgreSQL"
            + " for statistics |\n|--:|--:|--:|--:|--:|--:|");
    for (int round = 1; round <= rounds; round++) {
      System.out.println(round(round, seconds, folder));
    }
    System.exit(0); // Gatling leaves threads behind
  }

  /** Returns the processor time in seconds, by what used it. */
  private static Map<String, Double> times(long service) throws IOException, SQLException {
    Map<String, Double> times = new TreeMap<>();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && isReader(thread.getThreadName())) {
        double cpu = threads.getThreadCpuTime(thread.getThreadId()) / 1e9;
        times.merge("readers", cpu, Double::sum);
        times.merge(thread.getThreadName().replaceAll("[0-9]+.*", ""), cpu, Double::sum);
      }
    }
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + service + "/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith("RMI ")) {
          times.merge("jmx", ticks(task.resolve("stat")), Double::sum);
        }
      }
    }
    try (Connection connection = DriverManager.getConnection(POSTGRES);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE application_name = 'onrush'")) {
      while (rows.next()) {
        times.merge("postgres", ticks(Path.of("/proc/" + rows.getInt(1) + "/stat")), Double::sum);
      }
    }
    times.put(
        "all",
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime()
            / 1e9);
    return times;
  }

  private static boolean isReader(String name) {
    return name.startsWith("onrush-service")
        || name.startsWith("HttpClient-")
        || name.startsWith("RMI ")
        || name.startsWith("JMX ");
  }

  private static double ticks(Path stat) throws IOException {
    String line = Files.readString(stat);
    String[] columns = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
    return (Long.parseLong(columns[11]) + Long.parseLong(columns[12])) / 100.0;
  }

  private static String round(int round, int seconds, Path folder) throws Exception {
    Map<String, Map<String, Double>> seen = new ConcurrentHashMap<>();
    try (ReferenceProcess service =
        ReferenceProcess.start(
            folder.resolve("service.log"), Map.of("postgres.port", String.valueOf(PORT)))) {
      Thread watch = new Thread(() -> watch(service.pid(), seconds, seen));
      LoadPlan plan = plan(seconds, watch);
      double rate =
          Onrush.run(
                      plan,
                      RunSettings.load()
                          .with("onrush.service.metrics", "/metrics")
                          .with("onrush.service.postgres", POSTGRES)
                          .with("onrush.service.process", "auto")
                          .with("onrush.service.jmx", "auto")
                          .with("onrush.warmUp", "5 s")
                          .withTarget(service.uri())
                          .withReports(folder))
                  .statistics()
                  .requests()
              / (double) seconds;
      watch.join();
      Map<String, Double> from = seen.getOrDefault("from", Map.of());
      Map<String, Double> to = seen.getOrDefault("to", Map.of());
      to.keySet().stream()
          .filter(Sources::isReader)
          .forEach(name -> System.out.println(name + ": " + share(from, to, name)));
      return String.format(
          Locale.ROOT,
          "| %d | %.0f | %s | %s | %s | %s |",
          round,
          rate,
          share(from, to, "all"),
          share(from, to, "readers"),
          share(from, to, "jmx"),
          share(from, to, "postgres"));
    }
  }

  private static String share(Map<String, Double> from, Map<String, Double> to, String who) {
    return String.format(
        Locale.ROOT,
        "%.2f %%",
        100
            * (to.getOrDefault(who, Double.NaN) - from.getOrDefault(who, 0.0))
            / (to.getOrDefault("at", Double.NaN) - from.getOrDefault("at", 0.0)));
  }

  private static void watch(long service, int seconds, Map<String, Map<String, Double>> seen) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds - MEASURED - 1).toMillis());
      seen.put("from", at(times(service)));
      Thread.sleep(Duration.ofSeconds(MEASURED).toMillis());
      seen.put("to", at(times(service)));
    } catch (IOException | SQLException e) {
      System.err.println("not measured: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Double> at(Map<String, Double> times) {
    times.put("at", System.nanoTime() / 1e9);
    return times;
  }

  private static LoadPlan plan(int seconds, Thread watch) {
    return loadPlan("Sources")
        .users(userClass("Caller").task("Health", get("/health").check(status().is(200))))
        .profile(arrivalRate().hold(perSecond(RATE), Duration.ofSeconds(seconds)))
        .thresholds(p95().below(Duration.ofSeconds(30)))
        .before(watch::start);
  }
}
