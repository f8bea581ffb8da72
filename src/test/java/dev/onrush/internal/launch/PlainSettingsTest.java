package dev.onrush.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.PlainReading;
import dev.onrush.RunSettings;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.SimulationCode;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reading.ByConfig;
import reading.ByInheritance;
import reading.ByInterface;
import reading.ByMethod;
import reading.ByTemplate;

/** Settings that shape a plan, in a simulation without a plan. */
class PlainSettingsTest {

  private static final List<String> ADDRESSES =
      List.of("http://Own.example/api", "ws://own.example");

  /** Does not read any property. */
  static final class Deaf {}

  /** Reads settings through the API of the simulation. */
  static final class Asking {
    static Object ask(RunSettings settings) {
      return List.of(settings.users(), settings.config().getDouble("onrush.scale"));
    }
  }

  /** Contains names of settings as strings, and reads no property. */
  static final class Naming {
    static List<String> names() {
      return List.of("users", "baseline", "env", "preview");
    }
  }

  /** Reads one property, and contains the names of others as strings. */
  static final class ReadingAnother {
    static List<String> names() {
      return List.of("preview", "once", System.getProperty("page", "1"));
    }
  }

  /** Reads a property whose name is in a nested class. */
  static final class ReadingByKey {
    static String value(Key key) {
      return System.getProperty(key.property, "1");
    }

    /** The properties that can be read. */
    enum Key {
      USERS("users");

      final String property;

      Key(String property) {
        this.property = property;
      }
    }
  }

  private static PlainSettings plain(Class<?> type, Map<String, String> given) {
    SimulationCode code = new SimulationCode(type, true);
    return new PlainSettings(type.getSimpleName(), SettingsReader.load(given, code), code);
  }

  @ParameterizedTest
  @CsvSource({
    "onrush.users, 50, users",
    "users, 50, users",
    "scale, 0.1, scale",
    "pace, 2, pace",
    "target, http://other.example, target",
    "onrush.target, http://own.example:81, target",
  })
  void a_setting_that_would_change_a_plans_load_is_refused(String name, String value, String key) {
    PlainSettings plain = plain(Deaf.class, Map.of(name, value));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.check(ADDRESSES))
        .withMessage(
            key
                + " was "
                + value
                + " (from -D"
                + name
                + "), and Deaf is a plain Gatling simulation, which defines its own load; write a"
                + " LoadSimulation, or read settings()."
                + key
                + "() or System.getProperty(\""
                + key
                + "\") in Deaf, or leave the setting out");
  }

  @Test
  void a_plain_simulation_has_no_parts() {
    PlainSettings plain = plain(Deaf.class, Map.of("only", "Clerks, Health"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.check(ADDRESSES))
        .withMessage(
            "only was Clerks, Health (from -Donly), and Deaf is a plain Gatling simulation, which has no flows"
                + " and no user classes; write a LoadSimulation, or remove the setting only");
  }

  @Test
  void what_changes_nothing_is_not_refused() {
    PlainSettings plain =
        plain(
            Deaf.class,
            Map.of(
                "scale",
                "1",
                "pace",
                "1.0",
                "target",
                "HTTP://own.example:80/",
                "preview",
                "true"));

    assertThatCode(() -> plain.check(ADDRESSES)).doesNotThrowAnyException();
  }

  @Test
  void what_the_simulation_asks_for_is_its_own_affair() {
    PlainSettings plain = plain(Asking.class, Map.of("users", "50", "onrush.scale", "2"));

    assertThatCode(() -> plain.check(ADDRESSES)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain(Asking.class, Map.of("pace", "2")).check(ADDRESSES));
  }

  /** Returns the settings of a simulation in a JVM with these properties. */
  private static Settings loaded(
      Class<?> type, Map<String, String> properties, Map<String, String> fromJava) {
    Properties before = System.getProperties();
    Properties given = new Properties(before);
    given.putAll(properties);
    System.setProperties(given);
    try {
      SimulationCode code = new SimulationCode(type, true);
      Settings settings = SettingsReader.load(fromJava, code);
      new PlainSettings(type.getSimpleName(), settings, code).check(ADDRESSES);
      return settings;
    } finally {
      System.setProperties(before);
    }
  }

  @Test
  void a_short_name_that_the_simulation_reads_is_no_setting_of_ours() {
    Map<String, String> properties = Map.of("users", "many", "env", "production");

    Settings settings = loaded(PlainReading.class, properties, Map.of());

    assertThat(settings.users()).isEmpty();
    assertThat(settings.environment()).isEmpty();
    assertThat(settings.notes())
        .containsExactly(
            "-Denv=production is left to PlainReading, whose classes contain the text \"env\" and"
                + " read properties; there is no environments/production.conf",
            "-Dusers is left to PlainReading, whose classes contain the text \"users\" and read"
                + " properties; it is not the setting");
  }

  @Test
  void a_setting_that_the_simulation_does_not_use_is_refused_beside_a_property_that_it_reads() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> loaded(PlainReading.class, Map.of("users", "5", "onrush.users", "7"), Map.of()))
        .withMessage(
            "users was 7 (from -Donrush.users), and PlainReading is a plain Gatling simulation,"
                + " which defines its own load; write a LoadSimulation, or give it as -Dusers,"
                + " which PlainReading reads itself, or leave the setting out");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> loaded(PlainReading.class, Map.of("users", "5"), Map.of("onrush.users", "7")))
        .withMessageStartingWith("users was 7 (from -Donrush.users), and PlainReading");
    assertThat(
            loaded(PlainReading.class, Map.of("users", "5", "onrush.users", "5"), Map.of()).users())
        .hasValue(5);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ByMethod.class,
        ByInheritance.class,
        ByInterface.class,
        ByTemplate.class,
        ByConfig.class,
        ReadingByKey.class
      })
  void a_property_may_be_read_by_another_class_than_the_one_that_names_it(Class<?> type) {
    assertThat(loaded(type, Map.of("users", "many"), Map.of()).users()).isEmpty();
  }

  @Test
  void a_text_that_is_the_name_of_a_setting_reads_no_property() {
    Settings settings =
        loaded(Naming.class, Map.of("baseline", "main", "preview", "true"), Map.of());

    assertThat(settings.baseline()).hasValue("main");
    assertThat(settings.preview()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loaded(Naming.class, Map.of("users", "5"), Map.of()))
        .withMessageStartingWith("users was 5 (from -Dusers), and Naming is a plain Gatling");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loaded(Naming.class, Map.of("env", "production"), Map.of()))
        .withMessageStartingWith("environment was \"production\", but there is no");
  }

  @Test
  void what_is_shown_in_place_of_the_load_is_always_a_setting() {
    assertThat(loaded(ReadingAnother.class, Map.of("preview", ""), Map.of()).preview()).isTrue();
    assertThat(loaded(ReadingAnother.class, Map.of("once", "true"), Map.of()).once()).isTrue();
  }

  @Test
  void what_has_no_effect_and_does_no_harm_is_told() {
    PlainSettings plain =
        plain(Deaf.class, Map.of("seed", "42", "onrush.localAddresses", "127.0.0.1"));

    assertThatCode(() -> plain.check(ADDRESSES)).doesNotThrowAnyException();
    assertThat(plain.notes())
        .containsExactly(
            "onrush.seed has no effect on Deaf, a plain Gatling simulation",
            "onrush.localAddresses has no effect on Deaf, a plain Gatling simulation");
  }
}
