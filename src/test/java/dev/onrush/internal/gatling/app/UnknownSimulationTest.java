package dev.onrush.internal.gatling.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onrush.MeteredSimulation;
import dev.onrush.ProgramResult;
import io.gatling.app.Selection;
import io.gatling.app.cli.GatlingArgsParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownSimulationTest {

  @TempDir Path folder;

  @Test
  void names_are_listed_and_the_one_in_another_package_is_offered() {
    assertThat(UnknownSimulation.text("SpikeTest", List.of("SmokeTest", "shop.SpikeTest")))
        .isEqualTo(
            "no simulation is named \"SpikeTest\"; the nearest is shop.SpikeTest; the class path has"
                + " SmokeTest, shop.SpikeTest; choose one with -Dsimulation=shop.SpikeTest");
    assertThat(UnknownSimulation.text("Orders", List.of("SmokeTest", "shop.SpikeTest")))
        .isEqualTo(
            "no simulation is named \"Orders\"; the class path has SmokeTest, shop.SpikeTest;"
                + " choose one with -Dsimulation=NAME");
  }

  @Test
  void a_misspelled_simple_or_full_name_is_answered_with_the_nearest_full_name() {
    List<String> existing = List.of("SmokeTest", "shop.SpikeTest", "store.SpikeTest");

    assertThat(UnknownSimulation.text("SmokTest", existing))
        .startsWith("no simulation is named \"SmokTest\"; the nearest is SmokeTest; ")
        .endsWith("; choose one with -Dsimulation=SmokeTest");
    assertThat(UnknownSimulation.text("SpkieTest", existing))
        .startsWith("no simulation is named \"SpkieTest\"; the nearest is shop.SpikeTest; ");
    assertThat(UnknownSimulation.text("stor.SpikeTset", existing))
        .startsWith("no simulation is named \"stor.SpikeTset\"; the nearest is store.SpikeTest; ");
  }

  @Test
  void a_long_list_ends_with_the_number_of_the_others() {
    List<String> existing = IntStream.range(10, 24).mapToObj(i -> "a.S" + i + "Test").toList();

    assertThat(UnknownSimulation.text("Orders", existing))
        .isEqualTo(
            "no simulation is named \"Orders\"; the class path has a.S10Test, a.S11Test, a.S12Test,"
                + " a.S13Test, a.S14Test, a.S15Test, a.S16Test, a.S17Test, a.S18Test, a.S19Test,"
                + " a.S20Test, a.S21Test and 2 more; choose one with -Dsimulation=NAME");
  }

  @Test
  void nested_classes_are_not_listed_beside_others_but_are_recognised() {
    assertThat(UnknownSimulation.text("Endles", List.of("SpikeTest", "mistakes.Mistakes$Endless")))
        .isEqualTo(
            "no simulation is named \"Endles\"; the nearest is mistakes.Mistakes$Endless; the class"
                + " path has SpikeTest; choose one with"
                + " -Dsimulation='mistakes.Mistakes$Endless'");
  }

  @Test
  void without_any_simulation_it_is_said_what_one_is() {
    assertThat(UnknownSimulation.text("SpikeTest", List.of()))
        .isEqualTo(
            "no simulation is named \"SpikeTest\", and none was found on the class path; a simulation"
                + " extends LoadSimulation or MeteredSimulation and is compiled as a test");
  }

  @Test
  void a_name_in_another_case_or_with_a_dot_before_a_nested_class_is_understood() {
    assertThat(UnknownSimulation.text("Shop.SpikeTest", List.of("Shop$SpikeTest")))
        .isEqualTo(
            "no simulation is named \"Shop.SpikeTest\"; the only simulation on the class path is"
                + " Shop$SpikeTest; choose it with -Dsimulation='Shop$SpikeTest'");
    assertThat(UnknownSimulation.text("spiketest", List.of("SpikeTest", "shop.OrderTest")))
        .isEqualTo(
            "no simulation is named \"spiketest\"; the nearest is SpikeTest; the class path has"
                + " SpikeTest, shop.OrderTest; choose one with -Dsimulation=SpikeTest");
  }

  @Test
  void a_simulation_that_is_alone_is_named_once() {
    assertThat(UnknownSimulation.text("ShpoTest", List.of("shop.ShopTest")))
        .isEqualTo(
            "no simulation is named \"ShpoTest\"; the only simulation on the class path is"
                + " shop.ShopTest; choose it with -Dsimulation=shop.ShopTest");
    assertThat(UnknownSimulation.text("Orders", List.of("shop.ShopTest")))
        .isEqualTo(
            "no simulation is named \"Orders\"; the only simulation on the class path is"
                + " shop.ShopTest; choose it with -Dsimulation=shop.ShopTest");
  }

  /** Simulations that Gatling cannot create, with the message for each. */
  public abstract static class Unfinished extends MeteredSimulation {}

  static class Hidden extends MeteredSimulation {}

  public class Inner extends MeteredSimulation {}

  public static class Sized extends MeteredSimulation {
    public Sized(int users) {}
  }

  @Test
  void a_class_that_gatling_does_not_accept_or_cannot_create_is_described() {
    String nested = getClass().getName() + "$";

    assertThat(UnknownSimulation.noSimulation(Unfinished.class, List.of("SpikeTest")))
        .isEqualTo(
            nested
                + "Unfinished is abstract, so it cannot be run; the only simulation on the class"
                + " path is SpikeTest; choose it with -Dsimulation=SpikeTest");
    assertThat(UnknownSimulation.noSimulation(String.class, List.of()))
        .isEqualTo(
            "java.lang.String is not a simulation; extend LoadSimulation or MeteredSimulation");
    assertThat(thrownFor(Hidden.class))
        .hasValue(nested + "Hidden cannot be created: it is not public; declare it as public");
    assertThat(thrownFor(Inner.class))
        .hasValue(
            nested + "Inner cannot be created: it is an inner class; declare it as public static");
    assertThat(thrownFor(Sized.class))
        .hasValue(
            nested
                + "Sized cannot be created: it has no public constructor without parameters; add"
                + " one");
  }

  /** The message for what Gatling throws for a class: it creates simulations in the same way. */
  private static Optional<String> thrownFor(Class<?> type) {
    return UnknownSimulation.text(catchThrowable(() -> type.getConstructor().newInstance()));
  }

  @Test
  void gatlings_own_words_for_a_class_that_is_no_simulation_are_recognised() {
    Throwable refused =
        catchThrowable(
            () ->
                Selection.apply(
                    new GatlingArgsParser(new String[] {"-s", Unfinished.class.getName()})
                        .parseArguments()
                        .swap()
                        .toOption()
                        .get()));

    assertThat(UnknownSimulation.text(refused).orElseThrow())
        .startsWith(Unfinished.class.getName() + " is abstract, so it cannot be run");
  }

  @Test
  @Tag("load")
  @Tag("long")
  void gatlings_main_says_it_in_one_line_whatever_logback_is_configured_to_do() throws Exception {
    ProgramResult result =
        ProgramResult.of(
            new ProcessBuilder(
                    "java",
                    "-XX:TieredStopAtLevel=1",
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
        .startsWith(
            "onrush: REFUSED: no simulation is named \"VineyardTest\"; the nearest is"
                + " vineyard.VineyardTest; the class path has CapacityTest, ")
        .contains(" SpikeTest, ")
        .doesNotContain("mistakes.", "endings.", "$")
        .endsWith("; choose one with -Dsimulation=vineyard.VineyardTest")
        .hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }
}
