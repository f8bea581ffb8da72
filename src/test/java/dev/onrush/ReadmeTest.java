package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README and its pages copy from elsewhere is what there is. */
class ReadmeTest {

  private final String readme;
  private final String pom;

  ReadmeTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
    pom = Files.readString(Path.of("pom.xml"));
  }

  /** A line of the output for each threshold, in the order of the plan. */
  @Test
  void its_output_is_of_the_simulation_that_its_command_runs() throws IOException {
    assertThat(readme).contains("-Dsimulation=FirstTest", "](simulations/FirstTest.java)");

    List<String> printed =
        Pattern.compile("(?m)^PASS {5}(.*?) {2,}.*$")
            .matcher(readme)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(printed)
        .containsExactly(
            "p95 in spike < 500 ms",
            "p99 of List groups < 1 s",
            "error rate < 1 %",
            "request count of Health >= 10");
    assertThat(Files.readString(Path.of("simulations/FirstTest.java")))
        .contains(
            "p95().during(SPIKE).below(ofMillis(500)),",
            "p99().of(\"List groups\").below(ofSeconds(1)),",
            "errorRate().below(ofPercent(1)).abortAfter(ofSeconds(5)),",
            "requestCount().of(\"Health\").atLeast(10));");
  }

  @Test
  void its_snippets_name_the_versions_of_the_pom() {
    Matcher versions =
        Pattern.compile("<artifactId>(onrush|gatling-maven-plugin)</artifactId>\\s*<version>.*")
            .matcher(readme);

    assertThat(versions.results().map(m -> m.group().replaceAll("\\s+", "")))
        .hasSize(2)
        .allSatisfy(snippet -> assertThat(pom.replaceAll("\\s+", "")).contains(snippet));
  }

  @Test
  void libraries_to_export_with_are_of_the_versions_of_the_pom() throws IOException {
    String library =
        Files.readString(Path.of("src/main/java/dev/onrush/internal/export/ExportLibrary.java"));
    String exports = Files.readString(Path.of("docs/exports.md"));

    for (String text : List.of(exports, library)) {
      assertThat(text)
          .contains("prometheus-metrics-exposition-textformats:" + version("prometheus"))
          .contains("opentelemetry-exporter-otlp:" + version("opentelemetry"))
          .contains("opentelemetry-exporter-sender-jdk:" + version("opentelemetry"));
    }
    assertThat(exports).contains("prometheus-metrics-exposition-formats:" + version("prometheus"));
  }

  @Test
  void the_library_for_several_injectors_is_of_the_version_of_the_pom() throws IOException {
    assertThat(
            Files.readString(
                Path.of("src/main/java/dev/onrush/internal/cluster/HazelcastLibrary.java")))
        .contains("com.hazelcast:hazelcast:" + version("hazelcast"));
    assertThat(Files.readString(Path.of("docs/many-machines.md")))
        .contains("<version>" + version("hazelcast") + "</version>");
  }

  @Test
  void the_library_of_gatlings_charts_is_of_the_version_of_the_pom() throws IOException {
    assertThat(Files.readString(Path.of("docs/reports.md")))
        .contains("io.gatling.highcharts:gatling-charts-highcharts:" + version("gatling"));
  }

  private String version(String library) {
    Matcher version =
        Pattern.compile("<" + library + "\\.version>(.*)</" + library + "\\.version>").matcher(pom);
    assertThat(version.find()).isTrue();
    return version.group(1);
  }
}
