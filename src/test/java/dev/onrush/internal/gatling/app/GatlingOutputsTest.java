package dev.onrush.internal.gatling.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatlingOutputsTest {

  private static final Instant EARLIER = Instant.EPOCH;

  @TempDir Path results;
  private Path folder;

  @BeforeEach
  void make_the_folder_of_the_run() throws IOException {
    folder = Files.createDirectory(results.resolve("run"));
  }

  /** Returns a folder as Gatling writes it for a run. */
  private Path written(String name) throws IOException {
    Path own = Files.createDirectory(results.resolve(name));
    Files.writeString(own.resolve("simulation.log"), "log");
    Files.writeString(own.resolve("index.html"), "page");
    return own;
  }

  @Test
  void outputs_of_a_class_whose_name_has_other_signs_are_moved() throws IOException {
    written("shop-test-20261129064512345");

    assertThat(GatlingOutputs.moveInto(folder, results, "Shop_Test", EARLIER))
        .hasValue("Gatling's report: " + folder.resolve("gatling/index.html").toUri());
    assertThat(folder.resolve("gatling/simulation.log")).exists();
  }

  @Test
  void outputs_of_a_class_whose_name_begins_the_same_are_another_runs() throws IOException {
    written("shop-20261129064512345");
    Path others = written("shop-us-20261129064512345");

    assertThat(GatlingOutputs.moveInto(folder, results, "Shop", EARLIER))
        .hasValue("Gatling's report: " + folder.resolve("gatling/index.html").toUri());
    assertThat(others.resolve("index.html")).exists();
  }

  @Test
  void outputs_that_are_not_there_or_may_be_another_runs_are_told() throws IOException {
    assertThat(GatlingOutputs.moveInto(folder, results, "Shop", EARLIER))
        .hasValue("Gatling's report was not found in " + results);

    Path first = written("shop-20261129064512345");
    Path second = written("shop-20261129064512346");
    assertThat(GatlingOutputs.moveInto(folder, results, "Shop", EARLIER))
        .hasValue(
            "Gatling's report was not moved: several folders may belong to this run: [%s, %s]"
                .formatted(first, second));
  }

  @Test
  void the_folder_of_results_is_that_of_the_arguments() {
    String command = "io.gatling.app.Gatling -s shop.ShopTest";

    assertThat(GatlingOutputs.results(command + " -rf /srv/my results"))
        .hasValue(Path.of("/srv/my results"));
    assertThat(GatlingOutputs.results(command + " -rf target/gatling -l maven -btv 3.9"))
        .hasValue(Path.of("target/gatling"));
    assertThat(
            GatlingOutputs.results(
                "io.gatling.app.Gatling --results-folder /a-b/c - d --simulation T"))
        .hasValue(Path.of("/a-b/c - d"));
    assertThat(GatlingOutputs.results("-s\nShopTest\n-rf\n/srv/shop/reports\n-l\nmaven\n"))
        .hasValue(Path.of("/srv/shop/reports"));
    assertThat(GatlingOutputs.results("-rf\nreports\n")).hasValue(Path.of("reports"));
    assertThat(GatlingOutputs.results(command)).isEmpty();
    assertThat(GatlingOutputs.results("")).isEmpty();
  }
}
