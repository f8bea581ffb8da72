package dev.onrush.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings files: their contents are applied or refused. */
class SettingsFilesTest {

  @TempDir Path folder;

  /** A simulation whose settings are read. */
  static final class SpikeTest {}

  /** Another one. */
  static final class SoakTest {}

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Settings read(String... properties) throws IOException {
    return read(Optional.empty(), Optional.empty(), properties);
  }

  private Settings readFor(Class<?> simulation, String... properties) throws IOException {
    return read(Optional.of(new SimulationCode(simulation, false)), Optional.empty(), properties);
  }

  private Settings read(
      Optional<SimulationCode> code, Optional<String> simulation, String... properties)
      throws IOException {
    Properties all = new Properties();
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return SettingsReader.read(
          new SettingsSources(
              loader, new GivenSettings(Map.of(), all, Map.of()), code, simulation));
    }
  }

  private String at(String file, int line) {
    return file
        + " @ "
        + folder.resolve(file).toUri().toString().replace("file:///", "file:/")
        + ": "
        + line;
  }

  @Test
  void a_file_whose_required_include_is_missing_is_refused() throws IOException {
    file("onrush.conf", "include required(\"team.conf\")\nonrush.users = 5");

    assertThatThrownBy(this::read)
        .hasMessage(
            "settings of onrush.conf cannot be read: team.conf: java.io.IOException: resource not"
                + " found on classpath: team.conf; an include(required(…)) names a file that does"
                + " not exist: correct the name, or write include \"NAME\" if the file may be"
                + " missing");
  }

  @Test
  void a_byte_order_mark_hides_no_setting() throws IOException {
    file("onrush.conf", "\uFEFFonrush.users = 5");
    file("onrush.json", "\uFEFF{\"onrush\": {\"scale\": 2}}");

    assertThat(read().users()).hasValue(5);
    assertThat(read().scale()).isEqualTo(2);

    file("onrush.properties", "\uFEFFonrush.seed = 7");

    assertThat(read().seed()).hasValue(7);
  }

  @Test
  void an_include_that_may_be_missing_leaves_the_rest_in_force() throws IOException {
    file("onrush.conf", "include \"mine\"\nonrush.users = 5.0");

    assertThat(read().users()).hasValue(5);
  }

  @Test
  void an_include_with_a_mistake_is_refused_with_its_place() throws IOException {
    file("onrush.conf", "include \"team.conf\"\nonrush.users = 5");
    file("team.conf", "onrush { scale = 2");

    assertThatThrownBy(this::read)
        .hasMessageStartingWith("settings of onrush.conf cannot be read: " + at("team.conf", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.100", "004217", "12e4567", "1e300", "0.50", "1234567890123456789012"})
  void a_number_keeps_its_text(String number) throws IOException {
    Settings given =
        read(
            "onrush.baseline=" + number,
            "onrush.dashboard=on",
            "onrush.dashboardToken=0123456789012345" + number,
            "onrush.allowedHosts=" + number,
            "onrush.only=" + number + ",b",
            "onrush.secrets.code=" + number,
            "onrush.thresholds.a=" + number,
            "onrush.variants.a.onrush.service.postgres=" + number);
    file(
        "onrush.conf",
        """
        onrush {
          baseline = %1$s, dashboard = on, dashboardToken = 0123456789012345%1$s
          allowedHosts = %1$s, only = [%1$s, b]
          secrets.code = %1$s, thresholds.a = %1$s, variants.a.onrush.service.postgres = %1$s
        }
        """
            .formatted(number));
    Settings written = read();

    for (Settings settings : List.of(given, written)) {
      assertThat(settings.baseline()).contains(number);
      assertThat(settings.dashboard().orElseThrow().token()).contains("0123456789012345" + number);
      assertThat(settings.allowedHosts().names()).containsExactly(number);
      assertThat(settings.only()).containsExactly(number, "b");
      assertThat(settings.secrets().value("code")).isEqualTo(number);
      assertThat(settings.secrets().mask("at " + number)).isEqualTo("at ***");
      assertThat(settings.thresholds().get("a").value()).isEqualTo(number);
      assertThat(SettingsReader.text(settings, Setting.BASELINE)).contains(number);
      assertThat(SettingsReader.text(settings, Setting.ONLY)).contains(number + ",b");
    }
  }

  @Test
  void what_is_no_text_in_a_list_is_its_json() throws IOException {
    file("onrush.conf", "onrush.only = [null, true, [a]]");

    assertThat(read().only()).containsExactly("null", "true", "[\"a\"]");
  }

  @Test
  void a_section_that_is_no_object_is_refused_even_if_a_stronger_place_has_one()
      throws IOException {
    file("onrush.conf", "onrush = 5");

    assertThatThrownBy(() -> read("users=7"))
        .hasMessage(
            "setting onrush was 5 (from "
                + at("onrush.conf", 1)
                + "); write an object, as in onrush { users = 100 }");
    file("onrush.conf", "onrush = [1, 2]");
    assertThatThrownBy(this::read)
        .hasMessage(
            "setting onrush was a list (from "
                + at("onrush.conf", 1)
                + "); write an object, as in onrush { users = 100 }");
  }

  @Test
  void a_table_that_is_no_object_is_refused_even_if_a_stronger_place_has_one() throws IOException {
    file("onrush.conf", "onrush.thresholds = [p95]");

    assertThatThrownBy(() -> read("onrush.thresholds.p95=1 s"))
        .hasMessage(
            "setting onrush.thresholds was [\"p95\"] (from "
                + at("onrush.conf", 1)
                + "); write an object, as in thresholds { NAME = … }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "variants",
        "service.postgres",
        "dashboardToken",
        "export.headers",
        "webhook",
        "cluster.secret",
        "secrets"
      })
  void a_secret_of_the_wrong_shape_is_refused_without_its_value(String name) throws IOException {
    String list = "[s3cr3t-s3cr3t]";
    String nested = "[{ token = s3cr3t-s3cr3t }]";
    boolean table = List.of("variants", "export.headers", "secrets").contains(name);
    String right = table ? "an object, as in " + name + " { NAME = … }" : "a single value";
    for (String value : table ? List.of("s3cr3t-s3cr3t", list, nested) : List.of(list, nested)) {
      file("onrush.conf", "onrush." + name + " = " + value);

      assertThatThrownBy(this::read)
          .hasMessage(
              "setting onrush.%s was *** (from %s); write %s"
                  .formatted(name, at("onrush.conf", 1), right));
    }
    if (table) {
      Files.delete(folder.resolve("onrush.conf"));
      assertThatThrownBy(() -> read("onrush." + name + "=s3cr3t-s3cr3t"))
          .hasMessage(
              "setting onrush.%s was *** (from -Donrush.%1$s); write %s".formatted(name, right));
    } else {
      file("onrush.conf", "onrush." + name + " { token = s3cr3t-s3cr3t }");
      assertThatThrownBy(this::read).hasMessageNotContaining("s3cr3t");
    }
  }

  @Test
  void credentials_in_a_setting_of_the_wrong_shape_are_masked() throws IOException {
    file("onrush.conf", "onrush.target = [\"http://u:s3cr3t@h\", \"http://u:s3cr3t@i\"]");
    assertThatThrownBy(this::read)
        .hasMessage(
            "setting onrush.target was [\"http://***@h\",\"http://***@i\"] (from "
                + at("onrush.conf", 1)
                + "); write a single value");
  }

  @Test
  void a_section_of_the_wrong_shape_is_refused_without_the_secrets_in_it() throws IOException {
    file("onrush.conf", "onrush = [{ secrets { token = s3cr3t-s3cr3t } }]");
    assertThatThrownBy(this::read)
        .hasMessage(
            "setting onrush was a list (from "
                + at("onrush.conf", 1)
                + "); write an object, as in onrush { users = 100 }");

    file("onrush.conf", "onrush.simulations.SpikeTest = [{ secrets { token = s3cr3t-s3cr3t } }]");
    assertThatThrownBy(this::read)
        .hasMessageStartingWith("setting onrush.simulations.\"SpikeTest\" was a list (from ");
  }

  @ParameterizedTest
  @CsvSource({
    "thresholds { home {} }, thresholds.home, {}",
    "thresholds { home = [p95] }, thresholds.home, '[\"p95\"]'",
    "thresholds { home { steady {} } }, thresholds.home.steady, {}",
    "generator.cpu {}, generator.cpu, {}",
    "export.headers.Shop = [a], export.headers.Shop, ***",
    "secrets.token {}, secrets.token, ***",
    "secrets.token = [a], secrets.token, ***",
    "variants.a.reference {}, variants.a.reference, ***",
    "users {}, users, {}",
    "users = [], users, []"
  })
  void an_entry_of_a_table_that_is_no_single_value_is_refused(String text, String key, String shown)
      throws IOException {
    file("onrush.conf", "onrush { " + text + " }");

    assertThatThrownBy(this::read)
        .hasMessage(
            "setting onrush.%s was %s (from %s); write a single value"
                .formatted(key, shown, at("onrush.conf", 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tresholds {}", "tresholds = null", "export.header = null"})
  void an_unknown_name_without_a_value_is_refused(String text) throws IOException {
    file("onrush.conf", "onrush { " + text + " }");

    assertThatThrownBy(this::read)
        .hasMessageStartingWith("setting onrush." + text.split(" ")[0] + " (from ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "thresholds {}",
        "thresholds.home = null",
        "users = null",
        "target = null",
        "export {}",
        "export.headers {}",
        "variants { a {} }",
        "target { }, target = null"
      })
  void an_empty_section_and_null_are_not_set(String text) throws IOException {
    file("onrush.conf", "onrush { " + text + " }");

    assertThatCode(this::read).doesNotThrowAnyException();
  }

  @Test
  void a_mistake_that_a_stronger_place_hides_is_refused() throws IOException {
    file("onrush.conf", "onrush.users = [5]");
    assertThatThrownBy(() -> read("users=7"))
        .hasMessage(
            "setting onrush.users was [5] (from "
                + at("onrush.conf", 1)
                + "); write a single value");

    file("onrush.conf", "onrush.target { url = \"http://127.0.0.1\" }");
    assertThatThrownBy(() -> read("target=http://127.0.0.1"))
        .hasMessageStartingWith(
            "setting onrush.target.url (from " + at("onrush.conf", 1) + ") is not known");
  }

  @Test
  void a_folder_in_place_of_a_file_is_refused() throws IOException {
    file("onrush.conf/x.txt", "");
    assertThatThrownBy(this::read)
        .hasMessage(
            folder.resolve("onrush.conf")
                + " is a folder, but settings are read from a file of this name; rename the"
                + " folder");
    Files.delete(folder.resolve("onrush.conf/x.txt"));
    Files.delete(folder.resolve("onrush.conf"));

    file("environments/x.conf/y.txt", "");
    assertThatThrownBy(() -> read("env=x"))
        .hasMessageStartingWith(folder.resolve("environments/x.conf") + " is a folder, but");
  }

  @Test
  void json_and_properties_are_read_and_held_to_the_same() throws IOException {
    file("onrush.json", "{ \"onrush\": { \"users\": 5 } }");
    file("onrush.properties", "onrush.scale=2");
    assertThat(read().users()).hasValue(5);
    assertThat(read().scale()).isEqualTo(2);

    file("onrush.json", "{ \"onrush\": ");
    assertThatThrownBy(this::read).hasMessageStartingWith("settings of onrush.json cannot be read");
    file("onrush.json", "{ \"onrush\": 5 }");
    assertThatThrownBy(this::read).hasMessageStartingWith("setting onrush was 5 (from onrush.json");
  }

  @Test
  void settings_outside_of_the_section_are_refused_where_there_is_none() throws IOException {
    file("environments/x.conf", "users = 5\nthresholds { p95 = 1 s }\nreference.pool.size = 3");

    assertThatThrownBy(() -> read("env=x"))
        .hasMessage(
            "environments/x.conf has thresholds, users outside of onrush { … }, where settings"
                + " are ignored; write onrush.thresholds");
  }

  @Test
  void a_file_may_have_other_settings_alone() throws IOException {
    file("environments/x.conf", "reference.pool.size = 3");

    assertThat(read("env=x").config().getInt("reference.pool.size")).isEqualTo(3);
  }

  @Test
  void a_substitution_that_nothing_resolves_is_refused() throws IOException {
    file("onrush.conf", "onrush.users = ${NO_SUCH_THING}");

    assertThatThrownBy(this::read)
        .hasMessage(
            "settings cannot be read: "
                + at("onrush.conf", 1)
                + ": Could not resolve substitution to a value: ${NO_SUCH_THING}; set it, or"
                + " write ${?NAME} if it may be missing");
  }

  @Test
  void substitutions_reach_across_files() throws IOException {
    file("onrush.conf", "base { users = 5 }\nonrush.users = ${base.users}");
    file(
        "environments/x.conf", "base { users = 6, folder = a }\nonrush.reports = ${base.folder}/x");

    assertThat(read("env=x").users()).hasValue(6);
    assertThat(read("env=x").reports()).isEqualTo(Path.of("a/x"));
  }

  // Sections for single simulations

  private static final String SECTIONS =
      """
      onrush {
        users = 5, scale = 2
        thresholds { p95 = 1 s, p99 = 2 s }
        simulations.SpikeTest { users = 100, thresholds { p95 = 3 s, spike = "p95 in spike < 1 s" } }
        simulations.SoakTest { users = 7 }
      }
      """;

  @Test
  void a_section_of_a_simulation_comes_before_what_is_general_and_is_of_it_alone()
      throws IOException {
    file("onrush.conf", SECTIONS);

    Settings spike = readFor(SpikeTest.class);
    assertThat(spike.users()).hasValue(100);
    assertThat(spike.scale()).isEqualTo(2);
    assertThat(spike.thresholds())
        .hasSize(3)
        .extractingByKeys("p95", "p99", "spike")
        .extracting(SourcedText::value)
        .containsExactly("3 s", "2 s", "p95 in spike < 1 s");
    assertThat(readFor(SoakTest.class).users()).hasValue(7);
    assertThat(readFor(SoakTest.class).thresholds()).containsOnlyKeys("p95", "p99");
    assertThat(read().users()).hasValue(5);
    assertThat(read().thresholds()).containsOnlyKeys("p95", "p99");
  }

  @Test
  void a_stronger_place_stays_stronger_than_a_section_of_a_weaker_one() throws IOException {
    file("onrush.conf", SECTIONS);
    file("environments/x.conf", "onrush { users = 8, simulations.SoakTest.users = 9 }");

    assertThat(readFor(SpikeTest.class, "env=x").users()).hasValue(8);
    assertThat(readFor(SoakTest.class, "env=x").users()).hasValue(9);
    assertThat(readFor(SpikeTest.class, "env=x", "users=10").users()).hasValue(10);
  }

  @Test
  void a_section_has_the_full_name_of_a_class_or_the_name_of_a_plan_too() throws IOException {
    file(
        "onrush.conf",
        "onrush.simulations { \""
            + SpikeTest.class.getName()
            + "\".users = 3, \"A plan\".users = 4 }");

    assertThat(readFor(SpikeTest.class).users()).hasValue(3);
    assertThat(read(Optional.empty(), Optional.of("A plan")).users()).hasValue(4);
  }

  @Test
  void null_in_a_section_takes_a_general_setting_back() throws IOException {
    file("onrush.conf", "onrush { users = 5, simulations.SpikeTest.users = null }");

    assertThat(readFor(SpikeTest.class).users()).isEmpty();
  }

  @Test
  void sections_work_where_the_whole_is_a_substitution() throws IOException {
    file(
        "onrush.conf",
        "team { users = 5, simulations.SpikeTest.users = 6 }\nonrush = ${team}\nonrush.scale = 2");

    assertThat(readFor(SpikeTest.class).users()).hasValue(6);
    assertThat(readFor(SoakTest.class).users()).hasValue(5);
  }

  @Test
  void a_property_is_stronger_than_a_section_that_a_substitution_has() throws IOException {
    file("onrush.conf", "team { simulations.SpikeTest.users = 6 }\nonrush = ${team}");

    assertThat(readFor(SpikeTest.class).users()).hasValue(6);
    assertThat(readFor(SpikeTest.class, "users=10").users()).hasValue(10);
  }

  @Test
  void a_section_is_stronger_than_what_is_general_however_a_name_is_quoted() throws IOException {
    for (int number = 0; number < 10; number++) {
      String strong = "strong-" + number;
      file(
          "onrush.conf",
          "onrush { secrets { \"db.password\" = weak, key.a = weak }, simulations.SpikeTest.secrets"
              + " { db.password = %1$s, \"key.a\" = %1$s } }".formatted(strong));

      Secrets secrets = readFor(SpikeTest.class).secrets();

      assertThat(secrets.value("db.password")).isEqualTo(strong);
      assertThat(secrets.value("key.a")).isEqualTo(strong);
    }
  }

  @Test
  void a_mistake_in_any_section_is_refused() throws IOException {
    file("onrush.conf", "onrush.simulations.SoakTest { usrs = 5 }");
    assertThatThrownBy(() -> readFor(SpikeTest.class))
        .hasMessage(
            "in the section of simulation \"SoakTest\": setting onrush.usrs (from "
                + at("onrush.conf", 1)
                + ") is not known; the nearest is onrush.users");

    file("onrush.conf", "onrush.simulations.SoakTest = 5");
    assertThatThrownBy(() -> readFor(SpikeTest.class))
        .hasMessage(
            "setting onrush.simulations.\"SoakTest\" was 5 (from "
                + at("onrush.conf", 1)
                + "); write an object, as in simulations { SoakTest { users = 100 } }");

    file("onrush.conf", "onrush.simulations = 5");
    assertThatThrownBy(() -> readFor(SpikeTest.class))
        .hasMessageStartingWith("setting onrush.simulations was 5 (from ");
  }

  @Test
  void a_section_that_is_nearly_this_simulations_is_refused() throws IOException {
    file("onrush.conf", "onrush.simulations.SpkieTest.users = 5");

    assertThatThrownBy(() -> readFor(SpikeTest.class))
        .hasMessage(
            "setting onrush.simulations.\"SpkieTest\" (from "
                + at("onrush.conf", 1)
                + ") matches no known simulation; the nearest is SpikeTest");
  }

  @Test
  void a_section_of_a_simulation_that_nobody_finds_is_told() throws IOException {
    file("onrush.conf", "onrush.simulations { Gone.users = 5, There.users = 6 }");
    file("sub/There.class", "");

    assertThat(readFor(SpikeTest.class).notes())
        .containsExactly(
            "setting onrush.simulations.\"Gone\" (from "
                + at("onrush.conf", 1)
                + ") matches neither SpikeTest nor any other known simulation");
    assertThat(read().notes()).isEmpty(); // a plan run from Java may have any name
  }

  @Test
  void sections_are_for_files() {
    assertThatThrownBy(() -> read("onrush.simulations.SpikeTest.users=5"))
        .hasMessage(
            "-Donrush.simulations.SpikeTest.users: sections for simulations are allowed only in"
                + " files; -D applies to a single run anyway, so write -Donrush.users");
    assertThatThrownBy(
            () -> read("onrush.simulations.com.shop.SpikeTest.thresholds.p95-in-spike=1 s"))
        .hasMessageEndingWith("so write -Donrush.thresholds.p95-in-spike");
    assertThatThrownBy(() -> read("onrush.simulations.SpikeTest.usres=5"))
        .hasMessageEndingWith("so write the setting alone");
  }

  @Test
  void what_is_set_for_one_variant_is_laid_over_what_is_set_for_all() throws IOException {
    file(
        "environments/duet.conf",
        """
        reference { pool.size = 80, indexes.workers = true }
        onrush {
          against = started
          service.postgres = "jdbc:postgresql://127.0.0.1:1/shared"
          variants.b { reference.indexes.workers = false, onrush.service.metrics = /b }
        }
        """);

    Settings settings = read("env=duet", "onrush.variants.a.reference.pool.size=5");
    Settings.Duet duet = settings.duet().orElseThrow();

    assertThat(duet.against()).isEmpty();
    assertThat(duet.a().config().getInt("reference.pool.size")).isEqualTo(5);
    assertThat(duet.a().config().getBoolean("reference.indexes.workers")).isTrue();
    assertThat(duet.a().service().metrics()).isEqualTo("/metrics");
    assertThat(duet.b().config().getInt("reference.pool.size")).isEqualTo(80);
    assertThat(duet.b().config().getBoolean("reference.indexes.workers")).isFalse();
    assertThat(duet.b().service().metrics()).isEqualTo("/b");
    assertThat(duet.b().service().postgres()).contains("jdbc:postgresql://127.0.0.1:1/shared");
    assertThat(settings.service().metrics()).isEqualTo("/metrics");
  }

  @Test
  void the_database_of_a_variant_is_a_secret() throws IOException {
    file(
        "onrush.conf",
        "onrush.variants.a.onrush.service.postgres = \"jdbc:postgresql://h/shop?user=u\"");

    assertThat(read().secrets().mask("at jdbc:postgresql://h/shop?user=u")).isEqualTo("at ***");
  }

  @Test
  void what_is_of_no_variant_is_refused() throws IOException {
    file("onrush.conf", "onrush.variants { b.onrush.users = 5 }");
    assertThatThrownBy(this::read)
        .hasMessage(
            "setting onrush.variants.b.onrush.users (from "
                + at("onrush.conf", 1)
                + ") does not belong to a variant; write a or b, followed by"
                + " onrush.service.metrics,"
                + " onrush.service.keep, onrush.service.postgres or settings of the service that is"
                + " started, such as onrush.variants.b.reference.pool.size");

    file("onrush.conf", "onrush.variants { c.reference.pool.size = 5 }");
    assertThatThrownBy(this::read).hasMessageStartingWith("setting onrush.variants.c.reference");

    file("onrush.conf", "onrush.variants = both");
    assertThatThrownBy(this::read).hasMessageContaining("write an object, as in variants");
  }
}
