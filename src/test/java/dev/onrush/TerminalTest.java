package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run on a terminal: the view, the effect of keys on the load of a server, and the state of the
 * terminal afterwards. Skipped if no terminal can be created, except on a build server.
 */
@Tag("load")
@Tag("long")
class TerminalTest {

  private static final String CTRL_C = "\u0003";

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  /** Users that print their actions, as simulations under development often do. */
  public static class Chatty extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return loadPlan("Chatty")
          .users(
              userClass("U")
                  .thinkTime(constant(ofMillis(200))) // so that some output appears below the view
                  .task(
                      "Ask",
                      exec(
                          session -> {
                            System.out.println("user " + session.userId() + " says hello");
                            return session;
                          }),
                      get("/ask")))
          .profile(concurrentUsers().rampTo(20, ofSeconds(2)))
          .thresholds(requestCount().atLeast(1));
    }
  }

  private ForkedGatling start(Class<?> simulation, Map<String, String> more, String... options) {
    assumeTrue(
        ForkedGatling.program("script").isPresent() || System.getenv("CI") != null,
        "a terminal is made by script of util-linux, which is not on the PATH");
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = "-Dtarget=" + server.uri();
    return ForkedGatling.startOnTerminal(simulation, folder, more, all);
  }

  private ForkedGatling start(String... options) {
    return start(SampleSimulation.class, Map.of(), options);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("after five minutes there was not: " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void awaitText(ForkedGatling gatling, String text) throws Exception {
    await("\"" + text + "\"", () -> gatling.output().contains(text));
  }

  /** Returns the last lines of the terminal, without control sequences. */
  private static List<String> printed(ForkedGatling gatling) {
    return gatling
        .output()
        .replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "")
        .replace("\r", "")
        .lines()
        .map(String::stripTrailing)
        .toList();
  }

  private void terminalIsAsItWas(ForkedGatling gatling) throws IOException {
    String before = Files.readString(folder.resolve("before.txt"));
    assertThat(before).contains("icanon").doesNotContain("-icanon");
    assertThat(Files.readString(folder.resolve("after.txt"))).isEqualTo(before);
    String output = gatling.output();
    assertThat(output.lastIndexOf("\u001b[?25h"))
        .as("the cursor is seen again")
        .isGreaterThan(output.lastIndexOf("\u001b[?25l"));
  }

  @Test
  void keys_pause_the_run_and_set_its_users_as_the_server_sees() throws Exception {
    ForkedGatling gatling = start("-Dpace=100");
    awaitText(gatling, "Keys: p pause");
    await("five users", () -> server.connections() == 5);

    gatling.press("p");
    awaitText(gatling, "Paused at ");
    long paused = gatling.logLines();
    await("two more seconds", () -> gatling.logLines() > paused + 1);
    long asked = server.count("/ask");
    await("two more seconds", () -> gatling.logLines() > paused + 3);
    assertThat(server.count("/ask")).isEqualTo(asked);

    gatling.press("p");
    await("more requests", () -> server.count("/ask") > asked);
    gatling.press("9\r");
    await("nine users", () -> server.connections() == 9);
    gatling.press("+");
    await("ten users", () -> server.connections() == 10);
    gatling.press("f");
    await("five users again", () -> server.connections() == 5);
    gatling.press("n");
    awaitText(gatling, "is the last; stop ends the run");

    gatling.press("q");
    awaitText(gatling, "Stop the run?");
    gatling.press("y");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(printed(gatling))
        .last()
        .asString()
        .startsWith("INVALID: the run was stopped by hand (terminal) after 00:");
    RunRecord result = IntervalLog.read(gatling.runFolder());
    assertThat(result.interventions())
        .extracting(i -> i.command().text())
        .containsExactly("pause", "resume", "level 9", "level 10", "follow", "stop");
    terminalIsAsItWas(gatling);
  }

  @Test
  void ctrl_c_ends_the_run_with_its_report() throws Exception {
    ForkedGatling gatling = start("-Dpace=100");
    awaitText(gatling, "Keys: p pause");

    gatling.press(CTRL_C);

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(printed(gatling))
        .contains("Report: " + gatling.runFolder())
        .last()
        .asString()
        .matches(Pattern.compile("INVALID: the run was stopped by hand \\(Ctrl-C\\) after 00:.*"));
    assertThat(gatling.runFolder().resolve("report.html")).exists();
    terminalIsAsItWas(gatling);
  }

  @Test
  void ctrl_c_stops_a_run_that_is_paused() throws Exception {
    ForkedGatling gatling = start("-Dpace=100");
    awaitText(gatling, "Keys: p pause");
    gatling.press("p");
    awaitText(gatling, "Paused at ");

    gatling.press(CTRL_C);

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(printed(gatling)).last().asString().contains("stopped by hand (Ctrl-C)");
  }

  @Test
  void ctrl_c_twice_ends_the_process_at_once_with_what_was_recorded() throws Exception {
    ForkedGatling gatling = start("-Dpace=100");
    awaitText(gatling, "Keys: p pause");

    gatling.press(CTRL_C + CTRL_C);

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(printed(gatling))
        .last()
        .asString()
        .matches("INVALID: the run was (interrupted|stopped by hand \\(Ctrl-C\\)) after 00:.*");
    assertThat(gatling.runFolder().resolve("report.html")).exists();
    assertThat(IntervalLog.read(gatling.runFolder()).verdict()).isEqualTo(Verdict.INVALID);
    terminalIsAsItWas(gatling);
  }

  @Test
  void a_run_that_is_terminated_leaves_the_terminal_as_it_was() throws Exception {
    ForkedGatling gatling = start("-Dpace=100");
    awaitText(gatling, "Keys: p pause");

    gatling
        .process()
        .descendants()
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .forEach(ProcessHandle::destroy);

    gatling.exitStatus();
    assertThat(printed(gatling))
        .anyMatch(l -> l.startsWith("INVALID: the run was interrupted after 00:"));
    terminalIsAsItWas(gatling);
  }

  @Test
  void what_users_print_stands_on_lines_of_its_own_above_the_view() throws Exception {
    ForkedGatling gatling = start(Chatty.class, Map.of("NO_COLOR", "1"));

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(printed(gatling)).contains("PASS: all 2 thresholds passed");
    // The text below the cursor is erased; then comes the line, and the view, or the end.
    assertThat(gatling.output())
        .containsPattern("\u001b\\[J(user \\d+ says hello\r\n)+\r*\n(Chatty: |Request )")
        .doesNotContainPattern("\u001b\\[[0-9;]*m");
    terminalIsAsItWas(gatling);
  }

  @Test
  void a_terminal_of_a_build_server_has_plain_lines() {
    ForkedGatling gatling =
        start(SampleSimulation.class, Map.of("CI", "true"), "-Dpace=2", "-Donrush.progress=1 s");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(gatling.output()).doesNotContain("\u001b");
    assertThat(progressLines(gatling)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void a_terminal_that_cannot_be_commanded_has_plain_lines_and_no_complaint() {
    ForkedGatling gatling =
        start(
            SampleSimulation.class,
            Map.of("PATH", "/nowhere"), // stty is not available
            "-Dpace=2",
            "-Donrush.progress=1 s");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(gatling.output()).doesNotContain("\u001b").doesNotContainIgnoringCase("jline");
    assertThat(progressLines(gatling)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void on_a_pipe_lines_come_as_often_as_is_asked() {
    ForkedGatling gatling =
        ForkedGatling.start(
            SampleSimulation.class, folder, "-Dtarget=" + server.uri(), "-Donrush.progress=1 s");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(progressLines(gatling))
        .isNotEmpty()
        .first()
        .asString()
        .matches("00:\\d\\d  .* \\d users .*/s  p95 .*  errors .*");
    assertThat(gatling.output()).doesNotContain("\u001b");
  }

  @Test
  void none_shows_the_first_line_and_the_summary() {
    ForkedGatling gatling =
        ForkedGatling.start(
            SampleSimulation.class,
            folder,
            "-Dtarget=" + server.uri(),
            "-Dpace=1.5",
            "-Donrush.console=none",
            "-Donrush.progress=1 s");

    assertThat(gatling.exitStatus()).as(gatling.output()).isZero();
    assertThat(progressLines(gatling)).isEmpty();
    assertThat(gatling.output())
        .contains("Sample, 4.5 s, against " + server.uri() + ", seed ")
        .contains("PASS: all 3 thresholds passed");
  }

  @Test
  void an_interrupt_where_there_is_no_view_ends_the_run_with_its_report() throws Exception {
    ForkedGatling gatling =
        ForkedGatling.start(
            SampleSimulation.class, folder, "-Dtarget=" + server.uri(), "-Dpace=100");
    await("the run's second second", () -> gatling.logLines() > 2);

    gatling.signal("INT");

    assertThat(gatling.exitStatus()).as(gatling.output()).isEqualTo(4);
    assertThat(gatling.output())
        .contains(
            "stopping; Ctrl-C again ends the run immediately, with a report of what was recorded")
        .contains("INVALID: the run was stopped by hand (Ctrl-C) after 00:0");
  }

  private static List<String> progressLines(ForkedGatling gatling) {
    return gatling.output().lines().filter(l -> l.matches("\\d\\d:\\d\\d  .* users .*")).toList();
  }
}
