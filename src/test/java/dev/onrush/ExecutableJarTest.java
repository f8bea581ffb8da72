package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The executable jar as a user gets it: one jar, one file. Its path is known if Maven has packaged
 * it.
 */
@Tag("extended")
@Tag("load")
class ExecutableJarTest {

  private static final String JAR = System.getProperty("onrush.test.jar", "");

  @TempDir Path folder;

  /** Whether classes are archived; CI machines do not archive them. */
  private boolean archives;

  @BeforeEach
  void jar() {
    assumeThat(JAR).as("onrush.test.jar, which surefire:test@extended-tests sets").isNotEmpty();
  }

  /** Writes a simulation of three users, in a package, that uses a class in the same folder. */
  private Path simulation(String threshold, String length) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(
        sources.resolve("Paths.java"),
        "package shop;\nclass Paths { static final String HOME = \"/home\"; }\n");
    return Files.writeString(
        sources.resolve("SmallTest.java"),
        """
        package shop;

        import static dev.onrush.dsl.OnrushDsl.*;
        import static java.time.Duration.*;

        public class SmallTest extends dev.onrush.LoadSimulation {
          @Override
          protected dev.onrush.plan.LoadPlan plan() {
            return loadPlan("Small")
                .users(userClass("User").pacing(ofMillis(100)).task("Home", get(Paths.HOME)))
                .profile(concurrentUsers().hold(3, ofSeconds(%s)))
                .thresholds(%s);
          }
        }
        """
            .formatted(length, threshold));
  }

  private Process start(Path simulation, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR,
                "run",
                simulation.toString(),
                "-Donrush.warmUp=0 s",
                "--jvm=-XX:TieredStopAtLevel=1"));
    WithSettings.PATIENT.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().remove("CI");
    if (!archives) {
      builder.environment().put("CI", "true");
    }
    return builder.start();
  }

  private int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(folder.resolve("out.txt"));
  }

  @Test
  void a_file_is_compiled_and_run_with_the_settings_beside_it() throws Exception {
    try (CountingServer server = new CountingServer()) {
      Files.writeString(folder.resolve("onrush.conf"), "onrush.target = \"" + server.uri() + "\"");

      int code = exitCode(start(simulation("errorCount().atMost(0)", "4")));

      assertThat(out()).contains("PASS: the threshold passed");
      assertThat(code).isZero();
      assertThat(server.count("/home")).isPositive();
      try (Stream<Path> reports = Files.list(folder.resolve("reports"))) {
        assertThat(reports.map(f -> f.getFileName().toString()))
            .anyMatch(name -> name.startsWith("SmallTest-"));
      }
    }
  }

  @Test
  void the_exit_code_is_that_of_the_verdict() throws Exception {
    try (CountingServer server = new CountingServer()) {
      int code =
          exitCode(
              start(
                  simulation("requestCount().atLeast(1_000_000)", "4"),
                  "-Dtarget=" + server.uri()));

      assertThat(out()).contains("FAIL");
      assertThat(code).isEqualTo(2);
    }
  }

  @Test
  void a_signal_ends_the_run_too_and_its_report_is_written() throws Exception {
    try (CountingServer server = new CountingServer()) {
      Process process =
          start(simulation("errorCount().atMost(0)", "100"), "-Dtarget=" + server.uri());
      for (int i = 0; i < 3_000 && server.count("/home") == 0; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      List<ProcessHandle> runs = process.descendants().toList();

      process.destroy();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();

      assertThat(process.exitValue()).isEqualTo(4);
      assertThat(runs).hasSize(1).noneMatch(ProcessHandle::isAlive);
      assertThat(out()).contains("INVALID");
      assertThat(Path.of(System.getProperty("java.io.tmpdir")))
          .isDirectoryNotContaining("glob:**/onrush-classes-" + process.pid() + "-*");
    }
  }

  @Test
  void the_first_run_archives_its_classes_and_the_next_one_loads_them() throws Exception {
    archives = true;
    Path loaded = folder.resolve("loaded.txt");
    try (CountingServer server = new CountingServer()) {
      Path simulation = simulation("errorCount().atMost(0)", "4");
      String target = "-Dtarget=" + server.uri();

      assertThat(exitCode(start(simulation, target))).isZero();
      assertThat(out()).contains("onrush: later runs start faster");
      assertThat(folder.resolve("cache/onrush"))
          .isDirectoryContaining("glob:**/classes-*.jsa")
          .isDirectoryNotContaining("glob:**/.*");

      String log = "--jvm=-Xlog:class+load=info:file=" + loaded;
      assertThat(exitCode(start(simulation, target, log))).isZero();
      assertThat(out()).doesNotContain("sooner");
      assertThat(Files.readString(loaded))
          .containsPattern("dev\\.onrush\\.\\S+ source: shared objects file");
    }
  }
}
