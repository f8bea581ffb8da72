package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.library.Version;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import endings.Endings.EndingSimulation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import mistakes.Mistakes.LacksAClass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run ends as a process: its exit status, its last output, and its files. */
@Tag("load")
@Tag("long")
class ProcessTest {

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private ForkedGatling start(Class<?> simulation, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dtarget=" + server.uri());
    return ForkedGatling.start(simulation, folder, all.toArray(String[]::new));
  }

  private ForkedGatling startStrict(Class<?> simulation, String... options) {
    return start(
        simulation,
        Stream.of(ForkedGatling.strict(), options).flatMap(Stream::of).toArray(String[]::new));
  }

  private static String lastLine(ForkedGatling gatling) {
    String[] lines = gatling.output().strip().split("\n");
    return lines[lines.length - 1];
  }

  @Test
  void a_run_whose_thresholds_pass_exits_with_0_and_leaves_all_files() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpace=1.5");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(lastLine(gatling)).isEqualTo("PASS: all 3 thresholds passed");
    assertThat(gatling.runFolder())
        .isDirectoryContaining("glob:**/result.json")
        .isDirectoryContaining("glob:**/report.html")
        .isDirectoryContaining("glob:**/summary.md")
        .isDirectoryContaining("glob:**/junit.xml")
        .isDirectoryContaining("glob:**/timeline.csv")
        .isDirectoryContaining("glob:**/requests.csv")
        .isDirectoryContaining("glob:**/times.hlog")
        .isDirectoryContaining("glob:**/pull-request.md")
        .isDirectoryContaining("glob:**/metrics.txt")
        .isDirectoryContaining("glob:**/intervals.jsonl");
    assertThat(gatling.runFolder().resolve("gatling")).doesNotExist();
    assertThat(IntervalLog.info(gatling.runFolder()).facts())
        .containsEntry("class", "dev.onrush.SampleSimulation");
  }

  @Test
  void gatlings_report_is_moved_from_the_folder_that_gatling_writes_to() throws IOException {
    Path other = folder.resolve("other");
    ForkedGatling gatling =
        start(
            SampleSimulation.class,
            "-Dpace=1.5",
            "-Dgatling.report=true",
            "-Donrush.reports=" + other);

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    try (Stream<Path> runs = Files.list(other).filter(Files::isDirectory)) {
      assertThat(runs)
          .hasSize(1)
          .allSatisfy(run -> assertThat(run.resolve("gatling/index.html")).exists());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_run_ends_as_by_a_signal_when_the_process_that_waits_for_it_is_killed() throws Exception {
    Process waiting = new ProcessBuilder("sleep", "600").start();
    ForkedGatling gatling =
        start(SampleSimulation.class, "-Dpace=30", "-Ddev.onrush.parent=" + waiting.pid());
    gatling.awaitLines(2);

    waiting.destroyForcibly().waitFor();

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(lastLine(gatling)).startsWith("INVALID: ").contains("the run was interrupted");
    assertThat(gatling.runFolder()).isDirectoryContaining("glob:**/report.html");
  }

  @Test
  void a_breach_exits_with_2_and_one_clear_last_line() {
    ForkedGatling gatling =
        start(
            SampleSimulation.class,
            "-Dpace=1.5",
            "-Donrush.thresholds.request-count-of-ask=1000000");

    assertThat(gatling.exitStatus()).isEqualTo(2);
    assertThat(lastLine(gatling)).startsWith("FAIL: request count of Ask was ");
    assertThat(gatling.output()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_started_service_is_closed_if_a_signal_ends_the_process_before_there_is_a_run() {
    ForkedGatling gatling =
        ForkedGatling.start(
            StartedServiceSimulation.class,
            folder,
            "-D" + StartedServiceSimulation.FOLDER + "=" + folder);
    while (!Files.exists(folder.resolve(StartedServiceSimulation.STARTED))) {
      assertThat(gatling.process().isAlive()).as(gatling.output()).isTrue();
      LockSupport.parkNanos(10_000_000);
    }

    gatling.signal("TERM");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(143);
    assertThat(folder.resolve(StartedServiceSimulation.CLOSED)).exists();
  }

  @Test
  void code_of_the_user_that_exits_with_0_does_not_hide_the_verdict() {
    ForkedGatling gatling = startExiting(ExitingSimulation.IN_TASK);

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(gatling.output())
        .containsPattern(
            "\nINVALID: dev.onrush.ExitingSimulation called System.exit after 00:\\d\\d of 01:00");
    assertThat(gatling.runFolder().resolve("result.json")).exists();
    // The hooks of others have ended, too.
    assertThat(folder.resolve("slow-hook")).exists();
  }

  @Test
  void code_of_the_user_that_exits_with_0_before_the_run_refuses_it() {
    ForkedGatling gatling = startExiting(ExitingSimulation.IN_PLAN);

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(5);
    assertThat(gatling.output())
        .contains(
            "onrush: REFUSED: dev.onrush.ExitingSimulation called System.exit before the run began;"
                + " no load was sent");
    assertThat(gatling.runFolders()).isEmpty();
    assertThat(folder.resolve("slow-hook")).exists();
  }

  private ForkedGatling startExiting(String where) {
    return ForkedGatling.start(
        ExitingSimulation.class,
        folder,
        "-Dtarget=" + server.uri(),
        "-D" + where + "=0",
        "-D" + ExitingSimulation.FILE + "=" + folder.resolve("slow-hook"));
  }

  @Test
  void a_signal_ends_a_run_whose_service_never_becomes_ready() {
    ForkedGatling gatling =
        ForkedGatling.start(
            StartedServiceSimulation.class,
            folder,
            "-Donrush.checkTarget=false",
            "-D" + StartedServiceSimulation.NEVER_READY + "=true",
            "-D" + StartedServiceSimulation.FOLDER + "=" + folder);
    while (!Files.exists(folder.resolve(StartedServiceSimulation.STARTED))) {
      assertThat(gatling.process().isAlive()).as(gatling.output()).isTrue();
      LockSupport.parkNanos(10_000_000);
    }

    gatling.signal("TERM");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(gatling.output())
        .contains(
            "awaitReady() of "
                + StartedServiceSimulation.Provider.class.getName()
                + " did not return within 10 s of its interruption; the run ends without it")
        .doesNotContain("ended by force");
    assertThat(lastLine(gatling))
        .isEqualTo(
            "INVALID: the run was interrupted after 00:00 of 00:01: the service was not ready yet,"
                + " so no load was sent");
    assertThat(folder.resolve(StartedServiceSimulation.CLOSED)).exists();
  }

  @Test
  void a_service_that_is_not_there_is_refused_before_any_load() {
    server.close();
    ForkedGatling gatling = start(SampleSimulation.class);

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .startsWith("onrush: REFUSED: target http://127.0.0.1:")
        .contains(" refused the connection: nothing listens there (127.0.0.1 port ")
        .endsWith("; -Donrush.checkTarget=false skips this check");
    assertThat(gatling.output()).doesNotContain("\tat ");
  }

  @Test
  void a_service_that_is_not_there_fails_a_run_that_does_not_look() {
    server.close();
    ForkedGatling gatling =
        start(SampleSimulation.class, "-Dpace=1.5", "-Donrush.checkTarget=false");

    assertThat(gatling.exitStatus()).isEqualTo(2);
    assertThat(lastLine(gatling)).startsWith("FAIL: error count was ");
    assertThat(gatling.output()).contains("Connection refused");
  }

  @Test
  void a_plan_with_a_mistake_exits_with_5_before_any_request() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dsample.request=Aks");

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: threshold \"request count of Aks >= 1\" names request \"Aks\"; this"
                + " plan has \"Ask\"");
    assertThat(gatling.output()).doesNotContain("\tat ");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_setting_with_a_mistake_exits_with_5_before_any_request() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dusers=many");

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: setting onrush.users was \"many\" (from -Dusers); write a whole"
                + " number from 1 to 1,000,000 such as 100");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_bound_for_a_threshold_that_is_not_there_is_refused() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Donrush.thresholds.p96=1 s");

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: setting onrush.thresholds.p96 (from -Donrush.thresholds.p96): \"1 s\""
                + " is a bound, but no threshold of this plan has this name; the names are"
                + " error-count, p95, request-count-of-ask; or write a whole threshold such as"
                + " \"p95 of Login < 500 ms\"");
  }

  /**
   * Starts a simulation with a list of the libraries that Onrush was built with, and with a jar
   * before all others.
   */
  private ForkedGatling startWith(String built, String jar, Class<?> simulation)
      throws IOException {
    Path list = folder.resolve("classes/dev/onrush/internal/library/built-with.txt");
    Files.createDirectories(list.getParent());
    Files.writeString(list, "   " + built + ":compile");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    new JarOutputStream(Files.newOutputStream(folder.resolve(jar)), manifest).close();
    return ForkedGatling.startOn(
        String.join(
            File.pathSeparator,
            folder.resolve("classes").toString(),
            folder.resolve(jar).toString(),
            System.getProperty("java.class.path")),
        simulation,
        folder.resolve("reports"),
        "-Dtarget=" + server.uri());
  }

  @Test
  void a_library_that_does_not_fit_is_refused_before_gatling_uses_it() throws IOException {
    ForkedGatling gatling =
        startWith(
            "io.netty:netty-common:jar:4.2.14.Final",
            "netty-common-4.1.128.Final.jar",
            SampleSimulation.class);

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(gatling.output())
        .startsWith(
            "\nonrush: REFUSED: versions on the class path do not fit:\n\n"
                + "  Netty 4.1.128.Final, where Onrush "
                + Version.current()
                + " needs 4.2.14.Final (io.netty:netty-common)\n")
        .endsWith("  <scope>import</scope>\n</dependency>\n\n");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_class_that_is_missing_is_told_with_the_libraries_that_differ() throws IOException {
    ForkedGatling gatling =
        startWith("info.picocli:picocli:jar:4.7.7", "picocli-4.6.3.jar", LacksAClass.class);

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: the simulation's code threw NoClassDefFoundError: shop/Gone, at"
                + " mistakes.Mistakes$LacksAClass.plan(Mistakes.java:99); libraries differ from"
                + " Onrush's versions: info.picocli:picocli:4.6.3 (built with 4.7.7)");
  }

  @Test
  void a_preview_shows_the_plan_and_sends_nothing() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpreview=true", "-Dusers=50");

    assertThat(gatling.exitStatus()).isZero();
    assertThat(gatling.output())
        .contains("Sample: concurrent users, 3 s")
        .contains("peak 50 users");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_preview_of_a_plan_that_is_refused_ends_like_the_run() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpreview", "-Dsample.request=Aks");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .startsWith(
            "onrush: REFUSED: threshold \"request count of Aks >= 1\" names request \"Aks\"");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_preview_of_a_plain_simulation_shows_what_is_known_and_sends_nothing() {
    ForkedGatling gatling =
        start(PlainSample.class, "-Dpreview", "-Dplain.address=" + server.uri());

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(gatling.output())
        .contains(
            """
            PlainSample: a plain Gatling simulation

            Base addresses
              %s

            Scenarios
              Asking: 3 users, requests Ask
              Looking: concurrent users, requests Look

            Thresholds
              request count >= 1
            """
                .formatted(server.uri()));
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_preview_of_a_plain_simulation_shows_the_parts_that_it_names() {
    ForkedGatling gatling =
        start(PlainPhases.class, "-Dpreview", "-Dplain.address=" + server.uri());

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(gatling.output())
        .contains(
            """

            Phases
              run: from 00:00 to 00:01
              spike: from 00:01 to 00:02
              run: from 00:02 on

            Thresholds
            """);
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_plain_simulation_refuses_a_load_that_it_does_not_take_before_any_request() {
    ForkedGatling gatling =
        start(PlainSample.class, "-Dusers=50", "-Dplain.address=" + server.uri());

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: users was 50 (from -Dusers), and PlainSample is a plain Gatling"
                + " simulation, which defines its own load; write a LoadSimulation, or read"
                + " settings().users() or System.getProperty(\"users\") in PlainSample, or leave"
                + " the setting out");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_plain_simulation_is_not_divided_among_injectors() {
    ForkedGatling gatling =
        start(PlainSample.class, "-Dinjectors=3", "-Dplain.address=" + server.uri());

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: injectors was 3, and PlainSample is a plain Gatling simulation, whose"
                + " users Onrush cannot divide: each injector would inject all of them, with its"
                + " own feeders, throttle and andThen(…); write it as a plan in a LoadSimulation,"
                + " such as arrivalRate().hold(perSecond(10), ofSeconds(30)) for"
                + " constantUsersPerSec(10).during(30), or leave injectors out");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_plain_simulation_keeps_the_properties_that_it_reads_itself() {
    ForkedGatling gatling =
        start(PlainReading.class, "-Dusers=7", "-Denv=staging", "-Dpage=2", "-Dseed=42");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(server.count("/staging2")).isEqualTo(7);
    assertThat(gatling.output())
        .contains(
            "Note: -Dusers is left to PlainReading, whose classes",
            "Note: onrush.seed has no effect on PlainReading, a plain Gatling simulation");
    assertThat(gatling.runFolder().resolve("summary.md"))
        .content()
        .contains("onrush.seed has no effect on PlainReading");
  }

  @Test
  void a_misspelled_setting_exits_with_5_before_any_request() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpreveiw=true");

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "onrush: REFUSED: -Dpreveiw is not a setting, and no class of SampleSimulation reads"
                + " it;"
                + " write -Dpreview");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void more_injectors_than_the_machine_has_memory_for_are_refused_before_any_is_started() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dinjectors=1000", "-Xmx2g");

    assertThat(gatling.exitStatus()).isEqualTo(5);
    assertThat(lastLine(gatling))
        .startsWith(
            "onrush: REFUSED: injectors was 1,000; on this machine they may take 2,198,000 MB");
    assertThat(folder).isDirectoryNotContaining("glob:**/SampleSimulation-*");
  }

  @Test
  void gatlings_own_assertions_are_thresholds_and_all_files_have_one_verdict() {
    ForkedGatling gatling = start(FailedAssertion.class);

    assertThat(gatling.exitStatus()).isEqualTo(2);
    assertThat(lastLine(gatling)).isEqualTo("FAIL: request count was 1 (must be above 1)");
    assertThat(gatling.output()).contains("PASS     request count >= 1");
    Path run = gatling.runFolder();
    assertThat(run.resolve("summary.md")).content().startsWith("# FailedAssertion: FAIL");
    assertThat(run.resolve("pull-request.md")).content().contains("FAIL");
    assertThat(run.resolve("result.json")).content().contains("\"verdict\" : \"FAIL\"");
    assertThat(run.resolve("junit.xml")).content().contains("failures=\"1\"");
    assertThat(run.resolve("gatling")).doesNotExist();
  }

  @Test
  void a_tear_down_that_fails_is_told_and_everything_measured_stays() {
    ForkedGatling gatling = start(EndingSimulation.class, "-Dending=after");

    assertThat(gatling.exitStatus()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .startsWith(
            "INVALID: after() failed: IllegalStateException: cannot delete at"
                + " endings.Endings$EndingSimulation.");
    assertThat(gatling.runFolder().resolve("report.html")).exists();
    assertThat(server.count("/ask")).isEqualTo(5);
  }

  @Test
  void a_tear_down_that_does_not_return_is_not_measured_and_keeps_no_process_from_ending() {
    ForkedGatling gatling =
        start(EndingSimulation.class, "-Dending=endless after", "-Donrush.setUpAtMost=4s");

    assertThat(gatling.exitStatus()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .isEqualTo(
            "INVALID: after() did not end within 4 s; shorten it, or increase onrush.setUpAtMost");
    assertThat(gatling.output().split("after\\(\\) has begun", 2)[1])
        .doesNotContainPattern("\\d{2}:\\d{2} +\\d+ users");
    assertThat(gatling.runFolder().resolve("report.html")).exists();
  }

  @Test
  void a_function_that_does_not_return_is_found_and_keeps_no_process_from_ending() {
    ForkedGatling gatling = startStrict(EndingSimulation.class, "-Dending=blocked");

    assertThat(gatling.exitStatus()).isZero();
    assertThat(gatling.output())
        .containsPattern("an event loop of the generator was blocked for .+ or more")
        .contains("PASS: all 2 thresholds passed")
        .contains("a function of the script does not return and blocks an event loop");
    assertThat(gatling.runFolder().resolve("report.html")).exists();
  }

  @Test
  void a_set_up_that_fails_is_told() {
    ForkedGatling gatling = start(EndingSimulation.class, "-Dending=before");

    assertThat(gatling.exitStatus()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .startsWith(
            "INVALID: the run crashed after 00:00: before() failed: IllegalStateException: no"
                + " database at endings.Endings$EndingSimulation.");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_run_that_is_killed_leaves_all_but_its_last_two_seconds() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpace=100");
    gatling.awaitLines(5);

    long before = server.count("/ask");
    gatling.process().destroyForcibly();
    gatling.exitStatus();
    long sent = server.count("/ask");
    RunRecord result = IntervalLog.read(gatling.runFolder());

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .startsWith("the log ends after 00:0")
        .endsWith(" of 05:00; the run was killed, or its disk was full");
    long recorded = result.timeline().all().requests();
    long perInterval =
        result.timeline().rows().stream().mapToLong(r -> r.requests()).max().orElse(0);
    assertThat(recorded).isPositive().isLessThanOrEqualTo(sent);
    // less than two intervals are missing, with a margin for a busy machine
    assertThat(before - recorded).isLessThan(6 * perInterval);
  }

  @Test
  void a_generator_that_stood_still_is_told_and_spoils_nothing_that_is_certain() {
    ForkedGatling gatling = startStrict(SampleSimulation.class, "-Dpace=2");
    gatling.awaitLines(3);

    gatling.signal("STOP");
    pause(1_500);
    gatling.signal("CONT");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    // The generator may have stood still a little longer, but never shorter.
    assertThat(gatling.output())
        .containsPattern("Generator  the generator stood still for [1-9]\\.?\\d* s at 00:0\\d");
    assertThat(gatling.runFolder().resolve("summary.md"))
        .content()
        .contains("The generator did not always keep up; this affects no threshold:");
  }

  @Test
  void a_generator_that_gets_a_quarter_of_its_time_fails_no_throughput() {
    ForkedGatling gatling =
        startStrict(
            SampleSimulation.class, "-Dpace=5", "-Donrush.thresholds.request-count-of-ask=1000000");
    gatling.awaitLines(3);

    for (int i = 0; i < 20 && gatling.process().isAlive(); i++) {
      gatling.signal("STOP");
      pause(300);
      gatling.signal("CONT");
      pause(100);
    }

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(lastLine(gatling))
        .matches("INVALID: the generator stood still .* \\(would be FAIL\\)");
  }

  @Test
  void a_generator_without_memory_is_not_believed() {
    ForkedGatling gatling = startStrict(GreedySimulation.class, "-Xmx96m");

    // Gatling may end by itself when no memory is left at all.
    assertThat(gatling.exitStatus()).as(gatling.output()).isIn(4, 1);
    assertThat(lastLine(gatling))
        .matches(
            "INVALID: ((the generator|an event loop|start delay|[\\d,]+ of).* \\(would be FAIL\\)"
                + "|the run .*, with its heap .* full.*)");
  }

  private static void pause(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  void a_run_that_a_signal_ends_writes_its_report_and_exits_with_4(String signal) {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpace=100");
    gatling.awaitLines(3);

    gatling.signal(signal);

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(gatling.runFolder().resolve("summary.md")).content().contains("# Sample: INVALID");
    assertThat(gatling.output()).contains("INVALID: the run was interrupted after 00:0");
  }

  /** A simulation whose set-up waits for a service that never responds. */
  public static final class Waiting extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return loadPlan("Waiting")
          .users(userClass("U").task("Ask", get("/ask")))
          .profile(concurrentUsers().hold(1, ofSeconds(1)))
          .thresholds(errorCount().atMost(0))
          .before(exec(get("/hang")))
          .after(() -> System.out.println("The set-up is undone."));
    }
  }

  @Test
  void a_signal_ends_a_set_up_that_waits_for_an_answer_and_what_it_did_is_undone() {
    ForkedGatling gatling = start(Waiting.class);
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (server.count("/hang") == 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }

    gatling.signal("TERM");

    gatling.exitStatus();
    assertThat(gatling.output()).contains("The set-up is undone.").doesNotContain("ended by force");
    assertThat(server.count("/ask")).isZero();
  }

  @Test
  void two_interrupts_end_a_run_at_once_with_4() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpace=100");
    gatling.awaitLines(3);

    String twice = "kill -INT $0; kill -INT $0 || :"; // the first signal may have ended it by then
    ProgramResult.of("sh", "-c", twice, String.valueOf(gatling.process().pid()));

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(gatling.runFolder().resolve("summary.md")).content().contains("# Sample: INVALID");
  }

  @Test
  void a_run_that_is_killed_has_the_status_of_the_kill() {
    ForkedGatling gatling = start(SampleSimulation.class, "-Dpace=100");
    gatling.awaitLines(3);

    gatling.signal("KILL");

    assertThat(gatling.exitStatus()).isEqualTo(128 + 9);
  }
}
