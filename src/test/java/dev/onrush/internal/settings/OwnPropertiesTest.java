package dev.onrush.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.source.SimulationCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties with a setting's short name that a plain simulation reads itself. */
class OwnPropertiesTest {

  @TempDir Path folder;

  /** A plain simulation. */
  static final class Reading {
    static final String READ =
        System.getProperty("users")
            + System.getProperty("scale")
            + System.getProperty("target")
            + System.getProperty("baseline")
            + System.getProperty("env");
  }

  private Settings read(Map<String, String> variables, Map<String, String> properties)
      throws IOException {
    return read(variables, properties, Map.of());
  }

  private Settings read(
      Map<String, String> variables, Map<String, String> properties, Map<String, String> stronger)
      throws IOException {
    Properties all = new Properties();
    all.putAll(properties);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return SettingsReader.read(
          new SettingsSources(
              loader,
              new GivenSettings(variables, all, stronger),
              Optional.of(new SimulationCode(Reading.class, true)),
              Optional.empty()));
    }
  }

  @Test
  void such_a_property_hides_what_weaker_places_have_for_a_plan() throws IOException {
    Files.writeString(
        folder.resolve("onrush.conf"), "onrush { users = 10, target = \"http://file\", pace = 3 }");

    Settings settings =
        read(
            Map.of("ONRUSH_SCALE", "2"),
            Map.of("users", "5", "scale", "4", "target", "http://own", "pace", "2"));

    assertThat(settings.users()).isEmpty();
    assertThat(settings.scale()).isEqualTo(1);
    assertThat(settings.target()).isEmpty();
    assertThat(settings.pace()).isEqualTo(2);
    assertThat(read(Map.of(), Map.of()).users()).hasValue(10);
    assertThat(read(Map.of(), Map.of("users", "5", "onrush.users", "7")).users()).hasValue(7);
    assertThat(read(Map.of(), Map.of("users", "5"), Map.of("users", "6")).users()).hasValue(6);
  }

  @Test
  void a_note_says_how_a_setting_is_given_that_has_an_effect() throws IOException {
    Files.writeString(folder.resolve("onrush.conf"), "onrush.baseline = main");

    Settings settings = read(Map.of(), Map.of("baseline", "7", "users", "5"));

    assertThat(settings.baseline()).hasValue("main");
    assertThat(settings.notes())
        .containsExactly(
            "-Dbaseline is left to Reading, whose classes contain the text \"baseline\" and read"
                + " properties; it is not the setting; for the setting, write -Donrush.baseline",
            "-Dusers is left to Reading, whose classes contain the text \"users\" and read"
                + " properties;"
                + " it is not the setting");
  }

  /** If the strings in the classes are misleading, the load differs from the requested load. */
  @Test
  void a_note_names_each_setting_of_plans_that_is_left_to_the_simulation_without_its_value()
      throws IOException {
    assertThat(read(Map.of(), Map.of("scale", "4", "target", "http://me:word@own")).notes())
        .containsExactly(
            "-Dscale is left to Reading, whose classes contain the text \"scale\" and read"
                + " properties;"
                + " it is not the setting",
            "-Dtarget is left to Reading, whose classes contain the text \"target\" and read"
                + " properties; it is not the setting");
    assertThat(read(Map.of(), Map.of("pace", "2", "onrush.users", "5")).notes()).isEmpty();
  }

  @Test
  void an_environment_without_a_file_is_its_own_affair_and_told() throws IOException {
    Path environments = Files.createDirectory(folder.resolve("environments"));
    Files.writeString(environments.resolve("staging.conf"), "onrush.seed = 7");

    Settings own = read(Map.of(), Map.of("env", "production"));

    assertThat(own.environment()).isEmpty();
    assertThat(own.notes())
        .containsExactly(
            "-Denv=production is left to Reading, whose classes contain the text \"env\" and read"
                + " properties; there is no environments/production.conf");

    Settings both = read(Map.of(), Map.of("env", "staging"));

    assertThat(both.environment()).hasValue("staging");
    assertThat(both.seed()).hasValue(7);
    assertThat(both.notes()).isEmpty();
  }

  @Test
  void an_environment_of_its_own_does_not_hide_the_one_from_elsewhere() throws IOException {
    Path environments = Files.createDirectory(folder.resolve("environments"));
    Files.writeString(environments.resolve("staging.conf"), "onrush.seed = 7");
    Files.writeString(environments.resolve("test.conf"), "onrush.seed = 8");
    Map<String, String> variables = Map.of("ONRUSH_ENV", "staging");
    String note =
        "-Denv=production is left to Reading, whose classes contain the text \"env\" and read"
            + " properties; there is no environments/production.conf, and the environment is ";

    Settings byVariable = read(variables, Map.of("env", "production"));

    assertThat(byVariable.environment()).hasValue("staging");
    assertThat(byVariable.seed()).hasValue(7);
    assertThat(byVariable.notes()).containsExactly(note + "staging");

    Settings fromJava = read(variables, Map.of("env", "production"), Map.of("env", "test"));

    assertThat(fromJava.seed()).hasValue(8);
    assertThat(fromJava.notes()).containsExactly(note + "test");
    assertThat(read(variables, Map.of("env", "test")).seed()).hasValue(8);
    assertThat(read(variables, Map.of("env", "")).environment()).isEmpty();
  }

  @Test
  void a_variable_for_the_environment_is_not_what_it_reads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of("ONRUSH_ENV", "production"), Map.of()))
        .withMessageStartingWith("environment was \"production\", but there is no");
  }
}
