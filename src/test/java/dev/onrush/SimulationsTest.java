package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.PlanPreview;
import dev.onrush.reference.ReferenceProcess;
import dev.onrush.reference.settings.ServiceSettings;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulations that come with Onrush, and their environments. */
class SimulationsTest {

  private static final Path FOLDER = Path.of("simulations");

  static Stream<Class<?>> simulations() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .map(Path::toString)
          .filter(
              file -> file.endsWith("Test.java") || file.matches(".*/(Trenova|Fluxor)\\w+.java"))
          .map(file -> file.substring(FOLDER.toString().length() + 1, file.length() - 5))
          .map(name -> name.replace('/', '.'))
          .sorted()
          .<Class<?>>map(SimulationsTest::load)
          .toList()
          .stream();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> environments() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("environments"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".conf", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("simulations")
  void each_has_a_plan_with_a_critical_threshold_that_can_be_shown(Class<?> simulation)
      throws Exception {
    Method method = simulation.getDeclaredMethod("plan");
    method.setAccessible(true);
    LoadPlan plan = (LoadPlan) method.invoke(simulation.getDeclaredConstructor().newInstance());

    assertThat(PlanPreview.of(plan)).contains(plan.name()).contains("Thresholds");
    assertThat(plan.thresholds()).anyMatch(t -> t.severity() == Threshold.Severity.CRITICAL);
  }

  @ParameterizedTest
  @MethodSource("environments")
  void each_environment_can_be_read_by_onrush_and_by_the_service(String environment) {
    System.setProperty("env", environment);
    try {
      Settings settings = SettingsReader.load();

      assertThat(settings.environment()).contains(environment);
      assertThat(ServiceSettings.from(settings.config())).isNotNull();
    } finally {
      System.clearProperty("env");
    }
  }

  @Test
  @Tag("load")
  @Tag("long")
  void the_table_of_a_sweep_agrees_with_the_counters_of_the_service(@TempDir Path folder)
      throws Exception {
    try (ReferenceProcess service =
        ReferenceProcess.start(
            folder.resolve("service.log"), Map.of("passwords.iterations", "100"))) {
      ForkedGatling gatling =
          ForkedGatling.start(
              load("trenova.TrenovaSweep"),
              folder.resolve("reports"),
              "-Dtarget=" + service.uri(),
              "-Dscale=0.02",
              "-Dpace=0.2",
              "-Donrush.thresholds.p95-of-select-options-in-level-2=60 s");
      int status = gatling.exitStatus();
      RunRecord result = IntervalLog.read(gatling.runFolder());
      long requests =
          result
              .timeline()
              .select(s -> s.kind() == Kind.REQUEST && s.name().equals("Select options"))
              .requests();

      assertThat(status).as(gatling.output()).isZero();
      assertThat(result.verdict()).isEqualTo(Verdict.PASS);
      assertThat(counted(service)).isEqualTo((double) requests);
      // 2,000 users times 0.02
      assertThat(Files.readString(gatling.runFolder().resolve("summary.md")))
          .contains("## Levels")
          .contains("| 40 | ")
          .contains("peak efficiency");
    }
  }

  private static double counted(ReferenceProcess service) throws Exception {
    String line =
        "http_server_requests_seconds_count{method=\"GET\","
            + "route=\"/api/v1/workers/select-options\",status=\"200\"} ";
    List<String> metrics =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(service.uri().resolve("/metrics")).build(),
                BodyHandlers.ofString())
            .body()
            .lines()
            .toList();
    return metrics.stream()
        .filter(l -> l.startsWith(line))
        .mapToDouble(l -> Double.parseDouble(l.substring(line.length())))
        .sum();
  }
}
