package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onrush.internal.cli.GradleTask;
import dev.onrush.internal.cli.OnrushCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Projects that {@code new} creates are compiled and run with the command lines that they contain.
 */
@Tag("load")
@Tag("extended")
class GeneratedProjectTest {

  /** The folder to which mvn verify copies the jars of the Kotlin compiler. */
  private static final String KOTLIN = System.getProperty("onrush.test.kotlin", "");

  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path folder;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Path project(String... options) {
    List<String> command = new ArrayList<>(List.of("new", folder.resolve("shop").toString()));
    command.addAll(List.of("--target", server.uri().toString()));
    command.addAll(List.of(options));
    assertThat(OnrushCommand.execute(command.toArray(String[]::new))).isZero();
    return folder.resolve("shop");
  }

  private static ProgramResult compile(Path project, String... compiler) throws IOException {
    Files.createDirectories(project.resolve("classes"));
    return ProgramResult.of(compiler);
  }

  /** Runs the task of the build file, with a class path as Gradle builds it. */
  private int run(Path project, String... settings) throws Exception {
    GradleTask task = GradleTask.of(project.resolve("build.gradle"), "loadTest");
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(task.jvmArgs());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Donrush.warmUp=0 s");
    WithSettings.PATIENT.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of(settings));
    command.addAll(
        List.of(
            "-cp",
            classPath(project, "classes", "src/test/resources")
                + (KOTLIN.isEmpty() ? "" : File.pathSeparator + stdlib()),
            task.mainClass()));
    command.addAll(task.args());
    Process process =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath(Path project, String... before) {
    // This JVM's own logback configuration and settings are left out.
    String libraries =
        Arrays.stream(CLASS_PATH.split(File.pathSeparator))
            .filter(entry -> !entry.endsWith("test-classes"))
            .collect(Collectors.joining(File.pathSeparator));
    return Arrays.stream(before)
            .map(name -> project.resolve(name).toString())
            .collect(Collectors.joining(File.pathSeparator))
        + File.pathSeparator
        + libraries;
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("out.txt"));
  }

  @Test
  void the_task_of_gradle_runs_and_gates() throws Exception {
    Path project = project("--build", "gradle");
    ProgramResult compiled =
        compile(
            project,
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "-proc:none",
            "-d",
            project.resolve("classes").toString(),
            "-cp",
            CLASS_PATH,
            project.resolve("src/test/java/ShopTest.java").toString());
    assertThat(compiled.status()).as(compiled.output()).isZero();

    // The bounds are so far from all figures that a generator that stands still does not change a
    // verdict.
    assertThat(run(project, "-Dpace=0.1", "-Donrush.thresholds.p95-in-steady-state=9 s"))
        .as(output())
        .isZero();
    assertThat(output()).contains("PASS: all 2 thresholds passed");
    assertThat(project.resolve("reports")).isDirectoryContaining("glob:**/ShopTest-*");
    assertThat(server.count("/")).isPositive();

    assertThat(run(project, "-Dpace=0.1", "-Dtarget=" + server.uri() + "/fail"))
        .as(output())
        .isEqualTo(2);
    assertThat(output()).contains("FAIL: error rate was 100 % (limit 1 %)");
  }

  @Test
  void a_simulation_in_kotlin_says_all_that_one_in_java_says() throws Exception {
    assumeThat(KOTLIN)
        .as("onrush.test.kotlin, which surefire:test@extended-tests sets")
        .isNotEmpty();
    Path project = project("--build", "gradle", "--language", "kotlin");
    Path simulation = project.resolve("src/test/kotlin/ShopTest.kt");
    String generated = Files.readString(simulation);
    Files.writeString(
        simulation,
        generated
            .replace(
                "profile(load().users(10).rampUp(ofSeconds(10)).holdFor(ofSeconds(30)))",
                "profile(spike().from(2).to(4).recoveringFor(ofSeconds(1)).holdFor(ofSeconds(5))"
                    + ".baselineFor(ofSeconds(1)).rampUp(ofMillis(0)).risingOver(ofMillis(0))"
                    + ".fallingOver(ofMillis(0)).backTo(2))")
            .replace("between(ofMillis(500), ofSeconds(2))", "between(ofMillis(50), ofMillis(150))")
            .replace(
                "p95().inSteadyState().below(ofMillis(300)),",
                """
                p95().of("Home").during(SPIKE).below(ofSeconds(9)),
                percentile(99).below(ofSeconds(9)),
                throughput().below(perSecond(1_000_000)),
                throughput().of("Home").below(perMinute(60_000_000)),
                requestCount().atLeast(1),
                apdex(ofSeconds(9)).above(0),
                ratio(p95(), p50()).below(1_000),
                trend("Items").p95().atMost(3),
                trend("Items").percentile(50).atMost(3),
                counter("Sold").total().atLeast(1),
                threshold("p50 of Home in spike < 8 s"),""")
            .replace(
                ".task(\"Home\", get(\"/\"))",
                """
                .task("Home", get("/"))
                .task("Sell", exec(counter("Sold").add(1), trend("Items").record { 3.0 }, get("/")))""")
            .replace(
                "import java.time.Duration.ofMillis",
                "import io.gatling.javaapi.core.CoreDsl.exec\nimport java.time.Duration.ofMillis"));
    ProgramResult compiled =
        compile(
            project,
            java(),
            "-cp",
            KOTLIN + File.separator + "*",
            "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "-no-stdlib",
            "-no-reflect",
            "-jvm-target",
            "17",
            "-d",
            project.resolve("classes").toString(),
            "-cp",
            CLASS_PATH + File.pathSeparator + stdlib(),
            simulation.toString());
    assertThat(compiled.status()).as(compiled.output()).isZero();

    assertThat(run(project)).as(output()).isIn(0, 4); // INVALID on a machine that stood still
    assertThat(output()).containsPattern("PASS: all 12 thresholds passed|INVALID: would be PASS: ");
  }

  private static Path stdlib() throws IOException {
    try (var jars = Files.list(Path.of(KOTLIN))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("kotlin-stdlib-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
