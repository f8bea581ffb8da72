package dev.onrush.internal.gatling.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.ProgramResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownSimulationTest {

  @TempDir Path folder;

  @Test
  void names_are_listed_and_the_one_in_another_package_is_offered() {
    assertThat(UnknownSimulation.text("SpikeTest", List.of("SmokeTest", "shop.SpikeTest")))
        .isEqualTo(
            "no simulation is named \"SpikeTest\"; the class path has SmokeTest, shop.SpikeTest;"
                + " choose one with -Dsimulation=shop.SpikeTest");
    assertThat(UnknownSimulation.text("Spike", List.of("SmokeTest", "shop.SpikeTest")))
        .isEqualTo(
            "no simulation is named \"Spike\"; the class path has SmokeTest, shop.SpikeTest;"
                + " choose one with -Dsimulation=NAME");
  }

  @Test
  void without_any_simulation_it_is_said_what_one_is() {
    assertThat(UnknownSimulation.text("SpikeTest", List.of()))
        .isEqualTo(
            "no simulation is named \"SpikeTest\", and none was found on the class path; a simulation"
                + " extends LoadSimulation or MeteredSimulation and is compiled as a test");
  }

  @Test
  @Tag("load")
  @Tag("long")
  void gatlings_main_says_it_in_one_line_whatever_logback_is_configured_to_do() throws Exception {
    ProgramResult result =
        ProgramResult.of(
            new ProcessBuilder(
                    "java",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.gatling.app.Gatling",
                    "-s",
                    "VineyardTest",
                    "-rf",
                    folder.toString())
                .redirectErrorStream(true));

    assertThat(result.status()).as(result.output()).isEqualTo(5);
    assertThat(result.output().strip())
        .startsWith("onrush: REFUSED: no simulation is named \"VineyardTest\"; the class path has ")
        .contains(" SpikeTest, ")
        .endsWith("; choose one with -Dsimulation=vineyard.VineyardTest")
        .hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }
}
