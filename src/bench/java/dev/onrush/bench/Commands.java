package dev.onrush.bench;

import dev.onrush.Onrush;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures the time from the command {@code mvn -o -q gatling:test} to the prompt: of this
 * repository's SmokeTest, and of a run of three seconds at ten requests a second in a project that
 * {@code new} creates and in a project with Gatling's plugin alone. A preview sends nothing.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Commands}; set the number of rounds with
 * {@code -Dbench.rounds=5}. {@code -Dbench.variants=smoke} or {@code projects} leaves out the other
 * part. The projects use the Onrush of the local Maven repository: {@code mvn install -DskipTests}.
 */
final class Commands {

  private static final String SMOKE = "smoke";
  private static final String PROJECTS = "projects";

  /** The options of Maven's own JVM. */
  private static final Path JVM_OPTIONS = Path.of(".mvn", "jvm.config");

  private static final List<String> RUN = List.of("mvn", "-o", "-q", "gatling:test");

  /** Lines of SmokeTest's console, in their order. */
  private static final List<String> LINES =
      List.of("No target is set", "Simulation SmokeTest started", "00:05", "Report: ");

  private static final String PLAN =
      """
      import static dev.onrush.dsl.OnrushDsl.*;
      import static java.time.Duration.*;

      import dev.onrush.LoadSimulation;
      import dev.onrush.plan.LoadPlan;

      public class ShopTest extends LoadSimulation {
        @Override
        protected LoadPlan plan() {
          return loadPlan("Shop")
              .users(userClass("Users").task("Ask", get("/")))
              .profile(arrivalRate().hold(perSecond(10), ofSeconds(3)))
              .thresholds(errorCount().atMost(0));
        }
      }
      """;

  private static final String RAW =
      """
      import static io.gatling.javaapi.core.CoreDsl.*;
      import static io.gatling.javaapi.http.HttpDsl.*;

      import io.gatling.javaapi.core.Simulation;

      public class ShopTest extends Simulation {
        {
          setUp(
                  scenario("Users")
                      .exec(http("Ask").get("/").check(status().is(200)))
                      .injectOpen(constantUsersPerSec(10).during(3)))
              .protocols(
                  http.baseUrl(System.getProperty("target")).disableWarmUp().shareConnections());
        }
      }
      """;

  /** With the versions of plugins that {@code new} writes. */
  private static final String RAW_POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>shop</groupId>
        <artifactId>shop</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <dependencies>
          <dependency>
            <groupId>io.gatling.highcharts</groupId>
            <artifactId>gatling-charts-highcharts</artifactId>
            <version>3.15.1</version>
            <scope>test</scope>
          </dependency>
        </dependencies>
        <build>
          <plugins>
            <plugin>
              <groupId>org.apache.maven.plugins</groupId>
              <artifactId>maven-compiler-plugin</artifactId>
              <version>3.14.0</version>
            </plugin>
            <plugin>
              <groupId>io.gatling</groupId>
              <artifactId>gatling-maven-plugin</artifactId>
              <version>4.21.12</version>
              <configuration>
                <simulationClass>ShopTest</simulationClass>
              </configuration>
            </plugin>
          </plugins>
        </build>
      </project>
      """;

  /** The times of a command in seconds: to each line that was looked for, and in all. */
  private record Timed(Map<String, Double> lines, double all, double cpu) {}

  private record Case(String name, Path project, List<String> command) {}

  private Commands() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = Integer.getInteger("bench.rounds", 5);
    Set<String> variants = Set.of(System.getProperty("bench.variants", "").split(","));
    if (!variants.contains(PROJECTS)) {
      System.out.println(smoke(rounds));
    }
    if (!variants.contains(SMOKE)) {
      System.out.println(projects(rounds));
    }
  }

  private static String smoke(int rounds) throws IOException, InterruptedException {
    List<String> command = with(RUN, "-Dsimulation=SmokeTest");
    Table table = new Table("SmokeTest: seconds from the command to", 1);
    Timed unused = time(command, Path.of("."));
    for (int round = 1; round <= rounds; round++) {
      Timed run = time(command, Path.of("."));
      run.lines.forEach((line, seconds) -> table.add("\"" + line + "\"", seconds));
      table.add("the prompt", run.all);
    }
    return table.markdown();
  }

  private static String projects(int rounds) throws IOException, InterruptedException {
    Table wall = new Table("seconds from the command to the prompt", 2);
    Table cpu = new Table("CPU-seconds of the command", 2);
    Path folder = Files.createTempDirectory("onrush-commands");
    try (FastServer server = FastServer.start()) {
      Path raw = raw(folder.resolve("raw").resolve("shop"));
      Path rawWithOptions = raw(folder.resolve("raw-with-options").resolve("shop"));
      Path created = created(folder.resolve("created").resolve("shop"));
      Path withoutOptions = created(folder.resolve("without-options").resolve("shop"));
      Path withIncludes = created(folder.resolve("with-includes").resolve("shop"));
      Files.createDirectory(rawWithOptions.resolve(".mvn"));
      Files.copy(created.resolve(JVM_OPTIONS), rawWithOptions.resolve(JVM_OPTIONS));
      Files.delete(withoutOptions.resolve(JVM_OPTIONS));
      include(withIncludes.resolve("pom.xml"));
      List<String> run = with(RUN, "-Dtarget=" + server.uri());
      List<String> preview = with(run, "-Dpreview");
      List<Case> cases =
          List.of(
              new Case("raw Gatling", raw, run),
              new Case("raw Gatling, with .mvn/jvm.config", rawWithOptions, run),
              new Case("Onrush, created by new", created, run),
              new Case("Onrush, without .mvn/jvm.config", withoutOptions, run),
              new Case("preview, created by new", created, preview),
              new Case("preview, with <includes>", withIncludes, preview));
      for (int round = 0; round <= rounds; round++) {
        for (Case of : cases) {
          Timed timed = time(of.command, of.project);
          if (round > 0) { // the first round compiles
            wall.add(of.name, timed.all);
            cpu.add(of.name, timed.cpu);
          }
        }
      }
    } finally {
      Processes.delete(folder);
    }
    return wall.markdown() + "\n" + cpu.markdown();
  }

  private static List<String> with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }

  /** Creates a project as a user does, and replaces its simulation, which has the folder's name. */
  private static Path created(Path project) throws IOException, InterruptedException {
    Timed unused =
        time(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path", ""),
                Onrush.class.getName(),
                "new",
                project.toString()),
            Path.of("."));
    Files.writeString(project.resolve("src/test/java/ShopTest.java"), PLAN);
    return project;
  }

  private static Path raw(Path project) throws IOException {
    Files.createDirectories(project.resolve("src/test/java"));
    Files.writeString(project.resolve("src/test/java/ShopTest.java"), RAW);
    Files.writeString(project.resolve("pom.xml"), RAW_POM);
    return project;
  }

  /** Selects the simulation as Gatling's documentation does, so that the plugin scans all jars. */
  private static void include(Path pom) throws IOException {
    String text = Files.readString(pom);
    String selected = "<simulationClass>${simulation}</simulationClass>";
    if (!text.contains(selected)) {
      throw new IllegalStateException(pom + " has no " + selected);
    }
    Files.writeString(
        pom, text.replace(selected, "<includes><include>${simulation}</include></includes>"));
  }

  /**
   * Runs a command to its end.
   *
   * @throws IllegalStateException if it fails
   */
  private static Timed time(List<String> command, Path folder)
      throws IOException, InterruptedException {
    double cpu = Processes.cpuOfChildren();
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    Map<String, Double> lines = new LinkedHashMap<>();
    StringBuilder output = new StringBuilder();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        double at = (System.nanoTime() - began) / 1e9;
        output.append(line).append('\n');
        LINES.stream().filter(line::startsWith).forEach(start -> lines.putIfAbsent(start, at));
      }
    }
    int status = process.waitFor();
    double all = (System.nanoTime() - began) / 1e9;
    if (status != 0) {
      throw new IllegalStateException(command + " in " + folder + " failed:\n" + output);
    }
    return new Timed(lines, all, Processes.cpuOfChildren() - cpu);
  }
}
