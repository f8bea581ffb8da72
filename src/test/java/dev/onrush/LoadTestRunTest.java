package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.junit.LoadTest;
import dev.onrush.junit.LoadTestRun;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import dev.onrush.spi.Report;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Load tests as JUnit tests, in separate JVMs. */
@Tag("load")
@Tag("long")
class LoadTestRunTest {

  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final ClassArchive CLASSES = ClassArchive.ofThisJvm();

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  /** A run has the class path of this JVM, and starts sooner with the classes of the archive. */
  @BeforeAll
  static void useTheArchive() {
    System.setProperty("java.class.path", CLASSES.classPath());
  }

  @AfterAll
  static void useTheFolders() {
    System.setProperty("java.class.path", CLASS_PATH);
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Its users arrive however late they are, so each run sends requests. */
  public static class Arriving extends LoadSimulation {

    @Override
    protected LoadPlan plan() {
      return loadPlan("Arriving")
          .users(userClass("U").task("Ask", get("/ask")))
          .profile(arrivalRate().hold(perSecond(5), ofSeconds(1)))
          .thresholds(
              errorCount().atMost(0),
              p95().below(ofSeconds(60)),
              requestCount().of("Ask").atLeast(1));
    }
  }

  private LoadTestRun run() {
    return run(Arriving.class);
  }

  private LoadTestRun run(Class<? extends Arriving> simulation) {
    LoadTestRun run =
        LoadTestRun.of(simulation)
            .withTarget(URI.create(server.uri()))
            .with("onrush.reports", reports.toString())
            .withJvmOption("-XX:TieredStopAtLevel=1");
    for (String option : CLASSES.options()) {
      run = run.withJvmOption(option);
    }
    for (Map.Entry<String, String> patient : WithSettings.PATIENT.entrySet()) {
      run = run.with(patient.getKey(), patient.getValue());
    }
    return run;
  }

  @LoadTest
  Stream<DynamicTest> each_threshold_and_the_verdict_are_tests() {
    return run().tests();
  }

  @Test
  void tests_are_named_by_their_thresholds_and_fail_with_what_was_measured() {
    List<DynamicTest> tests =
        run().with("onrush.thresholds.request-count-of-ask", "1000000").tests().toList();

    assertThat(tests)
        .extracting(DynamicTest::getDisplayName)
        .contains("request count of Ask >= 1000000", "verdict");
    List<DynamicTest> thresholds = tests.subList(0, tests.size() - 1);
    assertThat(thresholds).allSatisfy(test -> assertThat(test.getTestSourceUri()).isPresent());
    for (DynamicTest test : tests) {
      if (test.getDisplayName().equals("request count of Ask >= 1000000")) {
        assertThatThrownBy(test.getExecutable()::execute)
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("FAIL: request count of Ask was ")
            .hasMessageContaining("/report.html");
      } else if (test.getDisplayName().equals("verdict")) {
        assertThatThrownBy(test.getExecutable()::execute)
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("FAIL: request count of Ask was ");
      }
    }
  }

  @Test
  void surefire_3_5_3_which_leaves_out_tests_with_an_address_still_runs_the_verdict() {
    List<DynamicTest> tests = run().tests().toList();

    DynamicTest verdict = tests.get(tests.size() - 1);
    assertThat(verdict.getDisplayName()).isEqualTo("verdict");
    assertThat(verdict.getTestSourceUri()).isEmpty();
  }

  @Test
  void the_result_is_that_of_the_run() {
    RunResult result = run().run();

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.statistics().requests()).isPositive().isEqualTo(server.count("/ask"));
  }

  /** A report that cannot be written. */
  public static final class Unwritable implements Report {
    @Override
    public String fileName() {
      return "unwritable.txt";
    }

    @Override
    public void write(RunResult result, OutputStream out) throws IOException {
      throw new IOException("no room");
    }
  }

  /** Its set-up prints the same line that a run prints about its folder. */
  public static final class PrintingAReport extends Arriving {

    @Override
    public void before() {
      System.out.println("Report: elsewhere");
    }
  }

  @Test
  void a_run_without_one_of_its_files_is_no_pass() throws IOException {
    Path names = Files.createDirectories(reports.resolve("services/META-INF/services"));
    Files.writeString(names.resolve(Report.class.getName()), Unwritable.class.getName());
    String classPath = System.getProperty("java.class.path");
    List<DynamicTest> tests;
    System.setProperty(
        "java.class.path", reports.resolve("services") + File.pathSeparator + classPath);
    try {
      tests = run().tests().toList();
    } finally {
      System.setProperty("java.class.path", classPath);
    }

    DynamicTest verdict = tests.get(tests.size() - 1);
    assertThat(verdict.getDisplayName()).isEqualTo("verdict");
    assertThatThrownBy(verdict.getExecutable()::execute)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "the verdict is PASS, but the JVM of the run ended with exit code 6; unwritable.txt was"
                + " not written: no room; file:");
  }

  @Test
  void a_look_has_a_result_whatever_its_simulation_prints() {
    RunResult result = run(PrintingAReport.class).with("once", "true").run();

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.statistics().requests()).isEqualTo(1).isEqualTo(server.count("/ask"));
  }

  /** Its set-up starts a process that is never stopped, and that shares the console of the run. */
  public static final class LeavingAProcess extends Arriving {

    @Override
    public void before() {
      try {
        Process left = new ProcessBuilder("sleep", "600").inheritIO().start();
        Files.writeString(Path.of(System.getProperty("left", "")), Long.toString(left.pid()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_process_that_the_run_leaves_behind_holds_up_nobody() throws Exception {
    Path left = reports.resolve("left.pid");
    LoadTestRun run = run(LeavingAProcess.class).withJvmOption("-Dleft=" + left);

    CompletableFuture<RunResult> ended = CompletableFuture.supplyAsync(run::run);

    try {
      assertThat(ended.get(200, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.PASS);
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(left))).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Its set-up lasts until the test releases it. */
  public static final class HeldInSetUp extends Arriving {

    @Override
    public void before() {
      try (Socket test = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger("held"))) {
        test.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void an_interrupt_ends_the_wait_for_another_run() throws Exception {
    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LoadTestRun first = run(HeldInSetUp.class).withJvmOption("-Dheld=" + held.getLocalPort());
      CompletableFuture<RunResult> ended = CompletableFuture.supplyAsync(first::run);
      CompletableFuture<Throwable> failure = new CompletableFuture<>();

      try (Socket running = held.accept()) {
        Thread second =
            new Thread(() -> failure.complete(Assertions.catchThrowable(() -> run().run())));
        second.start();
        second.interrupt();

        assertThat(failure.get(60, TimeUnit.SECONDS)).hasMessage("the run was interrupted");
      }
      assertThat(ended.get(200, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.PASS);
    }
  }

  @Test
  void a_mistake_is_told_and_nothing_is_sent() {
    assertThatThrownBy(() -> run().with("users", "many").run())
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "onrush: REFUSED: setting onrush.users was \"many\" (from -Dusers); write a whole number"
                + " from 1 to 1,000,000 such as 100");
    assertThat(server.counts()).isEmpty();
  }

  /** Its JVM is killed, as by a lack of memory, after it has printed a line. */
  public static final class Killed extends Arriving {

    @Override
    public void before() {
      System.out.println("10 accounts are made");
      Console.awaitPrinted(Duration.ofSeconds(30));
      Runtime.getRuntime().halt(137);
    }
  }

  @Test
  void a_jvm_that_is_killed_is_told_by_its_exit_code() {
    assertThatThrownBy(() -> run(Killed.class).run())
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "the JVM of the run ended with exit code 137 before it wrote a report; its last line of"
                + " output: 10 accounts are made; if the run had already sent load, the command"
                + " \"report FOLDER\" writes the reports from its log");
  }

  @Test
  void a_setting_of_the_test_takes_the_place_of_a_property_of_its_jvm() {
    System.setProperty("onrush.seed", "42");
    try {
      assertThatThrownBy(() -> run().with("seed", "any").run())
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "onrush: REFUSED: setting onrush.seed was \"any\" (from -Dseed); write a whole number"
                  + " from -9223372036854775808 to 9223372036854775807 such as 42");
    } finally {
      System.clearProperty("onrush.seed");
    }
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void the_console_is_text_whatever_the_charset_of_the_platform_is() {
    LoadTestRun run = run().with("onrush.webhook", "none");
    for (String stream : List.of("stdout", "stderr", "sun.stdout", "sun.stderr")) {
      run = run.withJvmOption("-D" + stream + ".encoding=ISO-8859-1"); // as on Windows
    }

    assertThatThrownBy(run::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("such as https://hooks.example.org/services/…, without a user name");
  }
}
