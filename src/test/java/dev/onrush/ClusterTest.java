package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.timeline.ExactFigures;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.log.MergedLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs with several injectors, each in its own process on this machine. */
@Tag("load")
@Tag("long")
class ClusterTest {

  private static final long SECOND = 1_000_000_000;

  @RegisterExtension final RandomMoments moments = new RandomMoments();

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();
  private final List<ProcessHandle> started = new ArrayList<>();

  @AfterEach
  void close() {
    started.forEach(ProcessHandle::destroyForcibly);
    server.close();
  }

  private ForkedGatling start(int injectors, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dinjectors=" + injectors);
    all.add("-Dtarget=" + server.uri());
    all.add("-Xmx512m");
    ForkedGatling gatling =
        ForkedGatling.start(ClusterSimulation.class, folder, all.toArray(String[]::new));
    started.add(gatling.process().toHandle());
    return gatling;
  }

  /** Returns the injectors' processes, once the run is in progress. */
  private List<ProcessHandle> injectors(ForkedGatling gatling, int count) {
    until("load comes", () -> server.counts().size() > 20);
    List<ProcessHandle> injectors = gatling.process().children().toList();
    started.addAll(injectors);
    assertThat(injectors).hasSize(count);
    return injectors;
  }

  private static void until(String what, BooleanSupplier is) {
    long end = System.nanoTime() + 300 * SECOND;
    while (!is.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be: " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Waits for a random time, after which something is to happen to the run. */
  private void someMoment() {
    moments.await(Duration.ofMillis(1_500));
  }

  private static List<Path> parts(Path runFolder) {
    try (Stream<Path> folders = Files.list(runFolder.resolve("injectors"))) {
      return folders.filter(p -> Files.exists(p.resolve(IntervalLog.FILE))).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunRecord merged(Path runFolder) {
    try {
      Path into = Files.createDirectory(folder.resolve("merged"));
      MergedLog.write(parts(runFolder), into);
      return IntervalLog.read(into);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long served() {
    return server.counts().values().stream().mapToLong(Long::longValue).sum();
  }

  private static String lastLine(ForkedGatling gatling) {
    String[] lines = gatling.output().strip().split("\n");
    return lines[lines.length - 1];
  }

  @Test
  void three_injectors_are_one_run_whose_figures_are_those_of_the_service_and_of_all_of_them()
      throws IOException {
    ForkedGatling gatling = start(3);

    assertThat(gatling.exitStatus()).as(gatling.output()).isIn(0, 4);
    Path run = gatling.runFolder();
    RunRecord result = IntervalLog.read(run);

    // No request is lost or counted twice: the service has received the same requests.
    Timeline timeline = result.timeline();
    assertThat(timeline.all().requests()).isPositive().isEqualTo(served());
    // The plan's ten users are divided among the injectors, and none of the 20,000 records is used
    // twice.
    assertThat(timeline.users().get("Asking")).isEqualTo(new Users(10, 10, 0));
    assertThat(server.counts().values()).containsOnly(1L);
    // The injectors' own logs add up to the same figures, to the last bucket.
    assertThat(parts(run)).hasSize(3);
    assertThat(ExactFigures.of(merged(run).timeline())).isEqualTo(ExactFigures.of(timeline));
    for (Path part : parts(run)) {
      assertThat(IntervalLog.read(part).timeline().users().get("Asking").started())
          .isBetween(3L, 4L);
    }
    Row last = timeline.rows().get(timeline.rows().size() - 1);
    assertThat(last.injectors().keySet())
        .extracting(name -> name.replaceAll(" \\(.*", ""))
        .containsExactly("injector 1 of 3", "injector 2 of 3", "injector 3 of 3");
    assertThat(result.notes())
        .anyMatch(n -> n.matches("3 injectors, which began within \\d+ ms of each other"));
    assertThat(gatling.process().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    // The figures of each injector are also in the files, as documented.
    assertThat(ResultSchema.errors(run)).isEmpty();
    assertThat(run.resolve("timeline.csv")).content().contains("lag_p99_ms injector 2 of 3 (");
    assertThat(run.resolve("summary.md")).content().contains("- injector 3 of 3 (");
  }

  @Test
  void injectors_send_a_duet_together_and_stop_together_when_it_is_certain() throws IOException {
    try (CountingServer a = new CountingServer()) {
      // No request fails, so the difference is known precisely enough after some requests. On a
      // busy machine, these take a part of the planned 240 s, and responses in progress at the end
      // take their time.
      ForkedGatling gatling =
          start(
              2,
              "-Dagainst=" + a.uri(),
              "-DstopWhenCertain",
              "-Dpace=60",
              "-Donrush.awaitAnswers=1 min",
              "-Donrush.thresholds.errors=error rate worse than A <= 20 %");

      assertThat(gatling.exitStatus()).as(gatling.output()).isIn(0, 4);
      Path run = gatling.runFolder();
      RunRecord result = IntervalLog.read(run);

      assertThat(result.reason()).contains("when every comparison was certain");
      assertThat(result.length()).isLessThan(Duration.ofSeconds(240));
      // Each version has half of the plan's ten users; both get the same records, and none twice.
      Map<String, Users> users = result.timeline().users();
      assertThat(users.get("Asking (A)").started()).isEqualTo(5);
      assertThat(users.get("Asking (B)").started()).isEqualTo(5);
      assertThat(sent(a)).isPositive().isEqualTo(requests(result, "A"));
      assertThat(sent(server)).isPositive().isEqualTo(requests(result, "B"));
      assertThat(server.counts().values()).containsOnly(1L);
      assertThat(a.counts().values()).containsOnly(1L);
      // Each injector has sent to both versions, and their logs add up to the same blocks.
      assertThat(parts(run)).hasSize(2);
      for (Path part : parts(run)) {
        RunRecord own = IntervalLog.read(part);
        assertThat(requests(own, "A")).isPositive();
        assertThat(requests(own, "B")).isPositive();
      }
      assertThat(requests(merged(run), "A")).isEqualTo(requests(result, "A"));
      assertThat(result.duet().orElseThrow().differences())
          .filteredOn(Difference::asked)
          .singleElement()
          .satisfies(of -> assertThat(of.answer()).startsWith("no change larger than 20 points"));
      assertThat(gatling.process().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  private static long requests(RunRecord result, String flow) {
    return result.statistics(Scope.ALL.inFlow(flow)).requests();
  }

  private static long sent(CountingServer to) {
    return to.counts().entrySet().stream()
        .filter(e -> e.getKey().startsWith("/ask/"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void an_injector_that_is_killed_is_missed_and_the_others_go_on_if_they_shall() {
    ForkedGatling gatling = start(2, "-Dcluster.onLoss=go-on", "-Dpace=4");
    List<ProcessHandle> injectors = injectors(gatling, 2);

    someMoment();
    injectors.get(1).destroyForcibly();

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .matches(
            "INVALID: injector [12] of 2 \\(127.0.0.1:\\d+\\) was lost at 00:\\d\\d; half of the load"
                + " was missing from then on.*");
    RunRecord result = IntervalLog.read(gatling.runFolder());
    assertThat(result.length()).isGreaterThanOrEqualTo(Duration.ofSeconds(16));
    // All data that the killed injector had reported is kept; only the service knows the requests
    // after that.
    long merged = merged(gatling.runFolder()).timeline().all().requests();
    long recorded = result.timeline().all().requests();
    assertThat(recorded).isPositive().isLessThanOrEqualTo(merged);
    assertThat(merged).isLessThanOrEqualTo(served());
    assertThat(lostWithin(result)).isLessThan(Duration.ofSeconds(16));
  }

  /** Returns the time from the lost injector's last report to the row without it. */
  private static Duration lostWithin(RunRecord result) {
    Duration lastWord = Duration.ZERO;
    for (Row row : result.timeline().rows()) {
      if (row.injectors().values().stream().anyMatch(i -> i.lost())) {
        return row.end().minus(lastWord);
      }
      if (row.injectors().values().stream().allMatch(i -> i.hasReported())) {
        lastWord = row.end();
      }
    }
    throw new AssertionError("nobody was lost");
  }

  @Test
  void an_injector_that_is_killed_while_the_set_up_runs_keeps_the_load_from_beginning() {
    ForkedGatling gatling =
        ForkedGatling.start(
            LostBeforeStartSimulation.class,
            folder,
            "-Dinjectors=2",
            "-Dtarget=" + server.uri(),
            "-Dcluster.onLoss=go-on",
            "-Xmx512m");
    started.add(gatling.process().toHandle());

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(5);
    assertThat(gatling.output())
        .containsPattern(
            "REFUSED: injector (\\d) of 2 \\(.*\\) was lost before the load began, so no load was"
                + " sent; it ended with status 137; the end of its .*injector-\\1\\.log: .*\\S")
        .contains("The set-up is undone.");
    assertThat(served()).isZero();
  }

  /** Its set-up fails when both injectors are present. */
  public static final class FailedSetUp extends ClusterSimulation {

    @Override
    protected LoadPlan plan() {
      return super.plan()
          .before(
              () -> {
                throw new IllegalStateException("no accounts");
              });
    }
  }

  @Test
  void the_injectors_of_a_run_that_is_refused_before_its_load_are_refused_with_the_same_reason()
      throws IOException {
    String address = "127.0.0.1:" + freePort();
    String secret = "-Donrush.cluster.secret=0123456789abcdef";
    ForkedGatling coordinator =
        startIn(
            "coordinator",
            "-Dinjectors=2",
            "-Dcluster.listen=" + address,
            "-Dtarget=" + server.uri(),
            secret);
    List<ForkedGatling> injectors =
        List.of(
            startIn("one", "-Dcluster.join=" + address, secret),
            startIn("two", "-Dcluster.join=" + address, secret));

    assertThat(coordinator.exitStatus()).as(coordinator.output()).isEqualTo(5);
    assertThat(lastLine(coordinator)).contains("no accounts");
    for (ForkedGatling injector : injectors) {
      assertThat(injector.exitStatus()).as(injector.output()).isEqualTo(5);
      assertThat(lastLine(injector)).isEqualTo(lastLine(coordinator));
      assertThat(injector.runFolders()).isEmpty();
    }
    assertThat(served()).isZero();
  }

  @Test
  void injectors_on_this_machine_leave_no_folder_of_a_run_that_is_refused() {
    ForkedGatling gatling = startIn("alone", "-Dinjectors=2", "-Dtarget=" + server.uri());

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(5);
    assertThat(lastLine(gatling)).contains("no accounts");
    assertThat(gatling.runFolders()).isEmpty();
  }

  private ForkedGatling startIn(String own, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Xmx512m");
    ForkedGatling gatling =
        ForkedGatling.start(FailedSetUp.class, folder.resolve(own), all.toArray(String[]::new));
    started.add(gatling.process().toHandle());
    return gatling;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void an_injector_that_hangs_is_missed_within_ten_seconds_and_the_run_stops() {
    ForkedGatling gatling = start(2, "-Dpace=10");
    List<ProcessHandle> injectors = injectors(gatling, 2);

    someMoment();
    ForkedGatling.signal("STOP", injectors.get(1).pid());

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .matches(
            "INVALID: injector [12] of 2 \\(127.0.0.1:\\d+\\) was lost.* after 00:\\d\\d of 00:40");
    assertThat(lostWithin(IntervalLog.read(gatling.runFolder())))
        .isLessThan(Duration.ofSeconds(20));
    until("the hung one is ended too", () -> !injectors.get(1).isAlive());
  }

  @Test
  void an_interrupt_from_the_terminal_of_all_processes_stops_the_run_by_hand() {
    ForkedGatling gatling = start(2, "-Dpace=10");
    List<ProcessHandle> injectors = injectors(gatling, 2);

    injectors.forEach(injector -> ForkedGatling.signal("INT", injector.pid()));
    injectors.forEach(injector -> ForkedGatling.signal("HUP", injector.pid()));
    someMoment();
    gatling.signal("INT");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .matches("INVALID: the run was stopped by hand \\(Ctrl-C\\) after 00:\\d\\d of 00:40");
    assertThat(gatling.output()).doesNotContain("was lost");
  }

  @Test
  void without_their_coordinator_injectors_stop_and_leave_what_one_command_adds_up() {
    ForkedGatling gatling = start(2, "-Dpace=10");
    injectors(gatling, 2);

    someMoment();
    long before = served();
    gatling.process().destroyForcibly();
    awaitQuiet(gatling);

    Path run = gatling.runFolder();
    Path output = run.resolve("injector-1.log");
    until("the injector says why it ended", () -> content(output).contains("; the log of this"));
    assertThat(content(output))
        .containsPattern(
            "INVALID: the coordinator 127.0.0.1:\\d+ was lost after 00:\\d\\d of 00:40; the log of"
                + " this injector: "
                + Pattern.quote(run.resolve("injectors").toString()));
    RunRecord result = merged(run);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .matches("the coordinator 127.0.0.1:\\d+ was lost after 00:\\d\\d of 00:40");
    // All responses until then are counted, except up to ten that may have been in transit;
    // responses that arrive after an engine was told to end are not counted.
    assertThat(result.timeline().all().requests()).isBetween(before - 10, served());
  }

  @Test
  void injectors_stop_too_when_their_coordinator_hangs() {
    ForkedGatling gatling = start(2, "-Dpace=10");
    injectors(gatling, 2);

    someMoment();
    gatling.signal("STOP");
    awaitQuiet(gatling);

    assertThat(merged(gatling.runFolder()).reason())
        .matches("the coordinator 127.0.0.1:\\d+ was lost after 00:\\d\\d of 00:40");
  }

  /** Waits until both injectors have logged their end. */
  private static void awaitQuiet(ForkedGatling gatling) {
    until(
        "injectors end without their coordinator",
        () -> parts(gatling.runFolder()).stream().filter(ClusterTest::hasEnded).count() == 2);
  }

  private static boolean hasEnded(Path part) {
    return content(part.resolve(IntervalLog.FILE)).contains("\n{\"ending\"");
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_breach_stops_all_injectors_at_once() {
    ForkedGatling gatling =
        start(
            2, "-Dpace=10", "-Donrush.checkTarget=false", "-Donrush.thresholds.error-rate=0.001 %");
    server.close(); // so every request fails

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(2);
    RunRecord result = IntervalLog.read(gatling.runFolder());
    assertThat(result.ending().how().name()).isEqualTo("ABORTED");
    List<Row> rows = result.timeline().rows();
    Duration first =
        rows.stream().filter(row -> row.failures() > 0).findFirst().orElseThrow().end();
    // One second until all have ended, one for an interval, and more for a busy machine; the limit
    // is 40.
    assertThat(result.length().minus(first)).isLessThan(Duration.ofSeconds(20));
    assertThat(parts(gatling.runFolder()))
        .allSatisfy(
            part ->
                assertThat(IntervalLog.read(part).reason())
                    .startsWith("threshold broken: FAIL: error rate"));
    // The time at which the injectors ended it, not the time at which they were told to; all times
    // are rounded.
    Duration last =
        parts(gatling.runFolder()).stream()
            .map(part -> IntervalLog.read(part).timeline().endOfLoad().orElseThrow())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    assertThat(result.timeline().endOfLoad().orElseThrow()).isCloseTo(last, Duration.ofSeconds(1));
  }

  @Test
  void what_cannot_be_divided_or_reached_is_refused_before_any_load() {
    ForkedGatling gatling =
        start(1, "-Dcluster.listen=0.0.0.0:5701", "-Donrush.cluster.secret=0123456789abcdef");

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: cluster.listen was 0.0.0.0:5701, which means every interface; give"
                + " one address of this machine, such as 10.0.0.5:5701");
    assertThat(server.counts()).isEmpty();
  }
}
