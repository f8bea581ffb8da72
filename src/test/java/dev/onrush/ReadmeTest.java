package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what there is. */
class ReadmeTest {

  private final String readme;
  private final String pom;

  ReadmeTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
    pom = Files.readString(Path.of("pom.xml"));
  }

  @Test
  void its_simulation_is_the_one_that_its_command_runs() throws IOException {
    assertThat(readme)
        .contains("-Dsimulation=FirstTest")
        .contains("```java\n" + Files.readString(Path.of("simulations/FirstTest.java")) + "```");
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
        Files.readString(Path.of("src/main/java/dev/onrush/internal/export/Library.java"));

    assertThat(readme)
        .contains("prometheus-metrics-exposition-textformats:" + version("prometheus"))
        .contains("opentelemetry-exporter-otlp:" + version("opentelemetry"))
        .contains("opentelemetry-exporter-sender-jdk:" + version("opentelemetry"));
    assertThat(library)
        .contains("prometheus-metrics-exposition-textformats:" + version("prometheus"))
        .contains("opentelemetry-exporter-otlp:" + version("opentelemetry"))
        .contains("opentelemetry-exporter-sender-jdk:" + version("opentelemetry"));
  }

  @Test
  void the_library_for_several_injectors_is_of_the_version_of_the_pom() throws IOException {
    String coordinates = "com.hazelcast:hazelcast:" + version("hazelcast");

    assertThat(readme).contains(coordinates);
    assertThat(Files.readString(Path.of("src/main/java/dev/onrush/internal/cluster/Library.java")))
        .contains(coordinates);
    assertThat(Files.readString(Path.of("docs/many-machines.md")))
        .contains("<version>" + version("hazelcast") + "</version>");
  }

  private String version(String library) {
    Matcher version =
        Pattern.compile("<" + library + "\\.version>(.*)</" + library + "\\.version>").matcher(pom);
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  @Test
  void files_that_it_links_to_exist() {
    Matcher links = Pattern.compile("\\]\\(([^):]+)\\)").matcher(readme);

    assertThat(links.results().map(m -> m.group(1)))
        .isNotEmpty()
        .allSatisfy(
            link -> {
              if (link.startsWith("#")) {
                assertThat(readme.toLowerCase(java.util.Locale.ROOT))
                    .contains("# " + link.substring(1).replace('-', ' '));
              } else {
                assertThat(Path.of(link)).exists();
              }
            });
  }
}
