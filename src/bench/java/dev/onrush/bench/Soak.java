package dev.onrush.bench;

import static dev.onrush.dsl.OnrushDsl.*;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.run.CompressedRun;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.log.json.SeriesJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Threshold;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Measures what a long or a big run costs: memory, disk, CPU of its own thread per second, and the
 * time from its last response to its verdict and reports. Responses are generated, and recorded
 * like the responses of a real run; the seconds pass as fast as the run processes them. Each run
 * has a JVM of its own. A further JVM makes the reports again from the log, and its totals must be
 * the same.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Soak}; {@code -Dbench.variants=24h} for
 * one of them, or {@code =24h:histogram} to see what is on its heap. {@code 24h-100M} takes four
 * minutes.
 */
final class Soak {

  private static final int NAMES = 200;

  /**
   * The limit of the heap: a JVM that may use more memory does so before it collects what is no
   * longer referenced.
   */
  private static final String HEAP = "-Xmx" + System.getProperty("bench.heap", "192m");

  /** The length of a run, and the number of its responses. */
  private record Variant(String name, int seconds, long responses) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("10min-1M", 600, 1_000_000),
          new Variant("10min-100M", 600, 100_000_000),
          new Variant("24h-1M", 86_400, 1_000_000),
          new Variant("24h-100M", 86_400, 100_000_000));

  private Soak() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      switch (args[0]) {
        case "run" -> run(args[1], Path.of(args[2]), args.length > 3);
        default -> again(Path.of(args[2]));
      }
      return;
    }
    String[] asked = System.getProperty("bench.variants", "engines").split(":", 2);
    for (Variant variant : VARIANTS) {
      if (asked[0].equals("engines") || variant.name.startsWith(asked[0])) {
        Path folder = Files.createTempDirectory("onrush-bench");
        List<String> more = asked.length > 1 ? List.of("histogram") : List.of();
        fork("run", variant.name, folder, more);
        fork("again", variant.name, folder, List.of());
        Processes.delete(folder);
      }
    }
  }

  private static void fork(String what, String variant, Path folder, List<String> more)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    if (what.equals("run")) {
      command.addAll(List.of(System.getProperty("bench.jvm", "").split(" ")));
    }
    command.removeIf(String::isEmpty);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Soak.class.getName(), what));
    command.addAll(List.of(variant, folder.toString()));
    command.addAll(more);
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(what + " of " + variant + " ended with " + status);
    }
  }

  private static String request(int number) {
    return String.format(Locale.ROOT, "Request %03d", number);
  }

  private static void run(String name, Path folder, boolean histogram) throws Exception {
    Variant variant = VARIANTS.stream().filter(v -> v.name.equals(name)).findFirst().orElseThrow();
    LoadProfile profile =
        concurrentUsers()
            .rampTo(100, Duration.ofSeconds(60))
            .holdFor(Duration.ofSeconds(variant.seconds - 120))
            .rampTo(0, Duration.ofSeconds(60));
    RunInfo info = info(profile);
    Recorder recorder = new Recorder(info.phases(), text -> text);
    recorder.startAt(0);
    CompressedRun run =
        new CompressedRun(info, recorder, folder, List.of(new ReportFiles(Set.of())));
    Load load = new Load(recorder, variant);
    run.begin();
    long own = 0;
    long began = System.nanoTime();
    long ownLately = 0;
    var threads = ManagementFactory.getThreadMXBean();
    for (int second = 0; second < variant.seconds; second++) {
      load.second(second);
      long before = threads.getCurrentThreadCpuTime();
      run.second();
      long took = threads.getCurrentThreadCpuTime() - before;
      own += took;
      ownLately += second >= variant.seconds * 9 / 10 ? took : 0;
    }
    double wall = (System.nanoTime() - began) / 1e9;
    settle();
    long live = live();
    long atTheEnd = System.nanoTime();
    RunRecord result = run.end();
    double ending = (System.nanoTime() - atTheEnd) / 1e6;
    long liveAfter = live();
    System.out.printf(
        Locale.ROOT,
        "%n%s: %,d responses of %d requests; %s (%s)%n"
            + "  own thread %.2f ms CPU a second, %.2f in the last tenth; all threads %.2f (%.0f s in all)%n"
            + "  last response to verdict and reports: %.0f ms%n"
            + "  peak RSS %d MB; live heap %d MB before the end, %d MB after%n"
            + "  interval log %d MB in %d files; all of the folder %d MB%n",
        name,
        result.timeline().all().requests(),
        NAMES,
        result.verdict(),
        result.reason(),
        own / 1e6 / variant.seconds,
        ownLately / 1e6 / (variant.seconds / 10.0),
        cpu() / 1e6 / variant.seconds,
        wall,
        ending,
        peak(),
        live >> 20,
        liveAfter >> 20,
        size(folder, "intervals") >> 20,
        files(folder, "intervals"),
        size(folder, "") >> 20);
    if (histogram) {
      new ProcessBuilder(
              "sh",
              "-c",
              "jcmd " + ProcessHandle.current().pid() + " GC.class_histogram | head -25")
          .inheritIO()
          .start()
          .waitFor();
    }
    Files.writeString(folder.resolve("expected.json"), totals(result));
    System.exit(0); // even if threads are left that are not daemons
  }

  /** Makes the reports again, as {@code report FOLDER} does. */
  private static void again(Path folder) throws IOException {
    long began = System.nanoTime();
    RunRecord result = IntervalLog.read(folder);
    new ReportFiles(Set.of()).ended(result, folder);
    double seconds = (System.nanoTime() - began) / 1e9;
    boolean same = totals(result).equals(Files.readString(folder.resolve("expected.json")));
    System.out.printf(
        Locale.ROOT,
        "  report FOLDER: %.1f s, peak RSS %d MB, live heap %d MB; totals and verdicts %s%n  %s%n",
        seconds,
        peak(),
        live() >> 20,
        same ? "the same" : "DIFFER",
        result.notes());
    if (!same) {
      System.exit(1);
    }
  }

  private static String totals(RunRecord result) {
    return SeriesJson.of(result.timeline().totals())
        + "\n"
        + result.timeline().users()
        + "\n"
        + result.verdict()
        + " "
        + result.reason()
        + "\n"
        + result.judgements()
        + "\n"
        + result.length();
  }

  /**
   * Waits until the intervals so far are processed, since the seconds of a real run are longer than
   * their processing.
   */
  private static void settle() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      while (thread.getName().equals("onrush-reports")
          && thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }

  private static RunInfo info(LoadProfile profile) {
    List<Threshold> thresholds =
        List.of(
            p95().below(Duration.ofSeconds(1)),
            p99().ofEachRequest().below(Duration.ofSeconds(5)),
            errorRate().below(ofPercent(5)),
            p95().every(Duration.ofSeconds(60)).below(Duration.ofSeconds(2)),
            drift().within(ofPercent(20)));
    return new RunInfo(
        "Soak",
        "Soak",
        Instant.parse("2026-01-02T03:04:05.678Z"),
        Optional.of(profile),
        42,
        Stream.iterate(0, i -> i + 1).limit(NAMES).map(Soak::request).toList(),
        thresholds,
        // The machine is as busy as it can be, because the run does not wait for its seconds to
        // pass.
        GeneratorLimits.of(Map.of("cpu", "100 %", "gc", "100 %", "standstill", "1 h")),
        Map.of("scenarios", "Buyers"),
        Map.of("target", "http://127.0.0.1:1"));
  }

  /** Generates responses as a service might send them. */
  private static final class Load {
    private static final int DRAWN = 1 << 16;

    private final Recorder recorder;
    private final Variant variant;
    private final SplittableRandom random = new SplittableRandom(42);
    private final long[] micros = new long[DRAWN];
    private final String[] names = new String[NAMES];
    private long sent;

    Load(Recorder recorder, Variant variant) {
      this.recorder = recorder;
      this.variant = variant;
      // A median of 20 ms, and a tail of seconds.
      java.util.Random normal = new java.util.Random(42);
      for (int i = 0; i < DRAWN; i++) {
        micros[i] = (long) (20_000 * Math.exp(normal.nextGaussian()));
      }
      for (int i = 0; i < NAMES; i++) {
        names[i] = request(i);
      }
      for (int i = 0; i < 100; i++) {
        recorder.userStarted("Buyers");
      }
    }

    void second(int second) {
      long due = variant.responses * (second + 1) / variant.seconds;
      for (; sent < due; sent++) {
        int drawn = random.nextInt();
        int name = (drawn >>> 17) % NAMES;
        long time = micros[drawn & (DRAWN - 1)] * (NAMES + name) / NAMES;
        boolean ok = sent % 1_000 != 0;
        recorder.timed(
            "Buyers",
            "",
            names[name],
            1000L * second,
            time,
            ok,
            ok ? "200" : "503",
            ok ? "" : "status was 503");
      }
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long live() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Returns the peak memory of this process in MB, as the system counts it. */
  private static long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0)
        / 1024;
  }

  private static List<Path> all(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> folder.relativize(file).toString().startsWith(prefix))
          .toList();
    }
  }

  private static long size(Path folder, String prefix) throws IOException {
    long sum = 0;
    for (Path file : all(folder, prefix)) {
      sum += Files.size(file);
    }
    return sum;
  }

  private static int files(Path folder, String prefix) throws IOException {
    return all(folder, prefix).size();
  }
}
