package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the parts that the README and the pages copy from elsewhere are current. */
class ReadmeTest {

  private final String readme;
  private final String pom;

  ReadmeTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
    pom = Files.readString(Path.of("pom.xml"));
  }

  /** The output has a line for each threshold, in the order of the plan. */
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

  /**
   * Otherwise, commands after a run would work only in a project that is created by one command.
   */
  @Test
  void its_snippet_has_the_properties_of_a_project_that_is_made_by_one_command()
      throws IOException {
    String made = Files.readString(Path.of("src/main/resources/archetype-resources/pom.xml"));
    Pattern property = Pattern.compile("<(simulation|exec\\.\\w+)>(.*?)</");

    assertThat(
            property
                .matcher(made.replace("${className}", "Shop"))
                .results()
                .map(MatchResult::group)
                .toList())
        .hasSize(3)
        .allSatisfy(element -> assertThat(readme).contains(element));
  }

  /** Settings and simulations are compiled first, because a project has them among its tests. */
  @Test
  void commands_after_a_run_have_one_form() throws IOException {
    List<String> pages = new ArrayList<>(List.of("README.md", "CONTRIBUTING.md", "pom.xml"));
    pages.add("src/main/resources/dev/onrush/internal/page/history.js");
    try (Stream<Path> all = Files.list(Path.of("docs"))) {
      all.map(Path::toString).filter(page -> page.endsWith(".md")).forEach(pages::add);
    }

    for (String page : pages) {
      assertThat(Files.readString(Path.of(page)).lines())
          .as(page)
          .filteredOn(line -> line.contains("exec:java"))
          .allMatch(line -> line.contains("mvn -q test-compile exec:java "));
    }
  }

  /** {@code group:artifact:version}, or the two elements of a pom. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(?<artifact>[a-z][a-z0-9-]+):(?<version>[0-9]+\\.[0-9]+[0-9A-Za-z.-]*[0-9A-Za-z])"
              + "|<artifactId>(?<element>[^<]+)</artifactId>\\s*<version>(?<text>[0-9][^<]*)<");

  @Test
  void libraries_that_are_named_are_of_the_versions_of_the_pom() throws IOException {
    Map<String, String> versions = versions();
    List<Path> files = new ArrayList<>(List.of(Path.of("README.md")));
    for (String folder : List.of("docs", "src/main/java")) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        all.filter(file -> file.toString().matches(".*\\.(md|java)")).sorted().forEach(files::add);
      }
    }
    Set<String> named = new TreeSet<>();

    for (Path file : files) {
      LIBRARY
          .matcher(Files.readString(file))
          .results()
          .forEach(
              found -> {
                String artifact = Optional.ofNullable(found.group(1)).orElse(found.group(3));
                String version = Optional.ofNullable(found.group(2)).orElse(found.group(4));
                String expected = versions.get(artifact);
                if (expected != null) {
                  named.add(artifact);
                  assertThat(version).as("%s in %s", artifact, file).isEqualTo(expected);
                }
              });
    }

    assertThat(named)
        .contains(
            "prometheus-metrics-exposition-textformats",
            "opentelemetry-exporter-otlp",
            "opentelemetry-proto",
            "hazelcast",
            "javapoet",
            "snakeyaml-engine",
            "gatling-charts-highcharts");
  }

  /** Returns the versions of all libraries and plugins in the pom. */
  private Map<String, String> versions() {
    Map<String, String> properties = new HashMap<>();
    Pattern.compile("<([a-z.]+\\.version)>([^<$]+)</")
        .matcher(pom)
        .results()
        .forEach(m -> properties.put("${" + m.group(1) + "}", m.group(2)));
    Map<String, String> versions = new HashMap<>();
    Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>")
        .matcher(pom)
        .results()
        .forEach(m -> versions.put(m.group(1), properties.getOrDefault(m.group(2), m.group(2))));
    return versions;
  }
}
