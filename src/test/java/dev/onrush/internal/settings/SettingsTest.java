package dev.onrush.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingTables;
import dev.onrush.profile.LoadProfile;
import dev.onrush.units.Percent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Properties properties(String... given) {
    Properties all = new Properties();
    for (String property : given) {
      int equals = property.indexOf('=');
      all.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    return all;
  }

  private Settings read(Map<String, String> variables, String... properties) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return SettingsReader.read(
          new SettingsSources(
              loader,
              new GivenSettings(variables, properties(properties), Map.of()),
              Optional.empty(),
              Optional.empty()));
    }
  }

  @Test
  void nothing_set_has_documented_defaults() throws IOException {
    Settings settings = read(Map.of());

    assertThat(settings.target()).isEmpty();
    assertThat(settings.scale()).isEqualTo(1);
    assertThat(settings.pace()).isEqualTo(1);
    assertThat(settings.checkTarget()).isTrue();
    assertThat(settings.impliedErrorRate()).hasValue(new Percent(50));
    assertThat(settings.verifyCertificates()).isTrue();
    assertThat(settings.gatlingReport()).isFalse();
    assertThat(settings.reports()).isEqualTo(Path.of("reports"));
  }

  @Test
  void the_implied_error_rate_and_the_check_of_the_target_can_be_set() throws IOException {
    assertThat(read(Map.of("ONRUSH_IMPLIED_ERROR_RATE", "5 %")).impliedErrorRate())
        .hasValue(new Percent(5));
    assertThat(read(Map.of(), "onrush.impliedErrorRate=off").impliedErrorRate()).isEmpty();
    assertThat(read(Map.of("ONRUSH_CHECK_TARGET", "false")).checkTarget()).isFalse();
    for (String wrong : new String[] {"0 %", "101 %", "none"}) {
      assertThatThrownBy(() -> read(Map.of(), "onrush.impliedErrorRate=" + wrong))
          .hasMessage(
              "setting onrush.impliedErrorRate was \"%s\" (from -Donrush.impliedErrorRate); write a"
                      .formatted(wrong)
                  + " share above 0 % and up to 100 % such as \"5 %\", or off");
    }
  }

  @Test
  void what_the_console_shows_can_be_set() throws IOException {
    assertThat(read(Map.of()).console())
        .isEqualTo(new Settings.Console(Settings.ConsoleMode.AUTO, Duration.ofSeconds(5)));
    assertThat(read(Map.of("ONRUSH_CONSOLE", "lines"), "onrush.progress=10 s").console())
        .isEqualTo(new Settings.Console(Settings.ConsoleMode.LINES, Duration.ofSeconds(10)));
    assertThat(read(Map.of("ONRUSH_PROGRESS", "1 min"), "onrush.console=None").console())
        .isEqualTo(new Settings.Console(Settings.ConsoleMode.NONE, Duration.ofMinutes(1)));
  }

  @Test
  void a_console_that_there_is_not_and_lines_without_end_are_refused() {
    assertThatThrownBy(() -> read(Map.of(), "onrush.console=tui"))
        .hasMessage(
            "setting onrush.console was \"tui\" (from -Donrush.console); write auto (a view on a"
                + " terminal, lines elsewhere), lines (everywhere), or none");
    assertThatThrownBy(() -> read(Map.of(), "onrush.progress=0 s"))
        .hasMessage(
            "setting onrush.progress was \"0 s\" (from -Donrush.progress); write a time from 1 s to 1,000 days such"
                + " as \"10 s\"; for no lines at all, onrush.console = none");
  }

  @Test
  void a_dashboard_is_on_loopback_unless_a_token_is_set() throws IOException {
    assertThat(read(Map.of()).dashboard()).isEmpty();
    assertThat(read(Map.of(), "dashboard=true").dashboard())
        .contains(
            new Settings.Dashboard(
                "127.0.0.1", OptionalInt.empty(), Optional.empty(), Duration.ZERO));
    assertThatThrownBy(
            () -> read(Map.of("ONRUSH_DASHBOARD", "true"), "onrush.dashboardHost=0.0.0.0"))
        .hasMessage(
            "setting onrush.dashboardHost was \"0.0.0.0\" (from -Donrush.dashboardHost); write a"
                + " loopback address such as 127.0.0.1; or set onrush.dashboardToken too, since"
                + " anyone who can reach the dashboard can control the run");

    Settings settings =
        read(
            Map.of("ONRUSH_DASHBOARD_TOKEN", "0123456789abcdef"),
            "dashboard=true",
            "onrush.dashboardHost=0.0.0.0",
            "onrush.dashboardPort=0",
            "onrush.dashboardStay=10 min");
    assertThat(settings.dashboard())
        .contains(
            new Settings.Dashboard(
                "0.0.0.0",
                OptionalInt.of(0),
                Optional.of("0123456789abcdef"),
                Duration.ofMinutes(10)));
    assertThat(settings.dashboard().toString()).doesNotContain("0123456789abcdef");
    assertThat(settings.secrets().mask("/?token=0123456789abcdef")).isEqualTo("/?token=***");
  }

  @Test
  void a_dashboard_that_cannot_be_is_refused() {
    assertThatThrownBy(() -> read(Map.of("ONRUSH_DASHBOARD_TOKEN", "a b"), "dashboard=true"))
        .hasMessage(
            "setting onrush.dashboardToken (from the environment variable ONRUSH_DASHBOARD_TOKEN) has"
                + " 3 characters; write 16 to 256 of A-Z a-z 0-9 . _ ~"
                + " -, for example the output of \"openssl rand -hex 16\"");
    assertThatThrownBy(() -> read(Map.of(), "dashboard=true", "onrush.dashboardPort=70000"))
        .hasMessage(
            "setting onrush.dashboardPort was \"70000\" (from -Donrush.dashboardPort); write a"
                + " port from 1 to 65535, or 0 for any free port");
    assertThatThrownBy(() -> read(Map.of(), "dashboard=true", "onrush.dashboardStay=long"))
        .hasMessage(
            "setting onrush.dashboardStay was \"long\" (from -Donrush.dashboardStay); write 0, or a"
                + " time up to 24 h such as 10 min");
  }

  @Test
  void a_mistake_in_a_setting_of_the_dashboard_is_told_where_there_is_none() {
    for (String wrong : List.of("dashboardPort=70000", "dashboardHost=a:1", "dashboardStay=long")) {
      String name = "onrush." + wrong.substring(0, wrong.indexOf('='));
      assertThatThrownBy(() -> read(Map.of(), "onrush." + wrong))
          .hasMessageStartingWith("setting " + name + " was ");
    }
    assertThatThrownBy(() -> read(Map.of("ONRUSH_DASHBOARD_TOKEN", "a b")))
        .hasMessageStartingWith(
            "setting onrush.dashboardToken (from the environment variable ONRUSH_DASHBOARD_TOKEN) has"
                + " 3 characters");
  }

  @Test
  void a_flag_without_a_value_is_a_yes_as_a_property_and_not_set_elsewhere() throws IOException {
    for (String blank : List.of("", " ")) {
      assertThat(read(Map.of(), "once=" + blank).once()).isTrue();
      assertThat(given(Map.of("onrush.once", blank)).getBoolean("onrush.once")).isTrue();
      assertThat(read(Map.of("ONRUSH_ONCE", blank)).once()).isFalse();
      assertThat(read(Map.of("ONRUSH_CHECK_TARGET", blank)).checkTarget()).isTrue();

      file("onrush.conf", "onrush.preview = true");
      assertThat(read(Map.of("ONRUSH_PREVIEW", blank)).preview()).isTrue();
      file("onrush.conf", "of.job = \"" + blank + "\", onrush { once = ${?of.job} }");
      assertThat(read(Map.of()).once()).isFalse();
      assertThat(SettingsReader.text(read(Map.of()), Setting.ONCE)).contains("false");
      file("onrush.conf", "");
    }
    assertThat(read(Map.of("ONRUSH_ONCE", "true ")).once()).isTrue();
  }

  @Test
  void a_number_or_a_duration_as_a_variable_without_a_value_is_not_set() throws IOException {
    file("onrush.conf", "onrush { users = 5, dashboardPort = 0, progress = 7 s }");
    for (String blank : List.of("", " ")) {
      Map<String, String> variables =
          Map.of(
              "ONRUSH_USERS", blank,
              "ONRUSH_SEED", blank,
              "ONRUSH_SCALE", blank,
              "ONRUSH_DASHBOARD_PORT", blank,
              "ONRUSH_PROGRESS", blank);

      Settings settings = read(variables, "dashboard=");

      assertThat(settings.users()).hasValue(5);
      assertThat(settings.seed()).isEmpty();
      assertThat(settings.scale()).isEqualTo(1);
      assertThat(settings.dashboard().orElseThrow().port()).hasValue(0);
      assertThat(settings.console().every()).isEqualTo(Duration.ofSeconds(7));
      assertThatThrownBy(() -> read(Map.of(), "users=" + blank))
          .hasMessageStartingWith("setting onrush.users was \"" + blank + "\" (from -Dusers)");
    }
    file("onrush.conf", "onrush.baseline = main");
    assertThat(read(Map.of("ONRUSH_BASELINE", "")).baseline()).isEmpty();
  }

  @Test
  void a_list_in_one_text_is_the_list_that_a_file_has() throws IOException {
    assertThat(read(Map.of(), "onrush.only=a, \"Buy, sell\" ,b \"c\",,\"\"\"d\"\"\"").only())
        .containsExactly("a", "Buy, sell", "b \"c\"", "\"d\"");
    assertThat(read(Map.of(), "onrush.only=m{a=\"x,}\",b=\"y\"},c}d,a{b,\"e").only())
        .containsExactly("m{a=\"x,}\",b=\"y\"}", "c}d", "a{b", "\"e");
    for (String name :
        List.of("Buy, sell", "say \\\"x\\\"", "a{b", "c}d", "{e,f}", "\\\"", "plain one", ",")) {
      file("onrush.conf", "onrush.only = [\"" + name + "\", x, \"" + name + "\"]");
      Settings written = read(Map.of());

      String text = SettingsReader.text(written, Setting.ONLY).orElseThrow();

      file("onrush.conf", "");
      assertThat(read(Map.of("ONRUSH_ONLY", text)).only()).hasSize(3).isEqualTo(written.only());
    }
  }

  @Test
  void a_job_of_github_actions_is_known_by_its_variables() throws IOException {
    assertThat(read(Map.of()).gitHub()).isEmpty();
    assertThat(read(Map.of("GITHUB_ACTIONS", "false")).gitHub()).isEmpty();
    assertThat(read(Map.of("GITHUB_ACTIONS", "true")).gitHub())
        .contains(new Settings.GitHubJob(Optional.empty()));
    assertThat(
            read(Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", "/tmp/summary")).gitHub())
        .contains(new Settings.GitHubJob(Optional.of(Path.of("/tmp/summary"))));
  }

  @Test
  void properties_win_over_variables_over_environment_over_file() throws IOException {
    file("onrush.conf", "onrush { scale = 1.1, pace = 2.1, users = 31, seed = 41 }");
    file("environments/staging.conf", "onrush { pace = 2.2, users = 32, seed = 42 }");

    Settings settings =
        read(Map.of("ONRUSH_USERS", "33", "ONRUSH_SEED", "43", "ONRUSH_ENV", "staging"), "seed=44");

    assertThat(settings.scale()).isEqualTo(1.1);
    assertThat(settings.pace()).isEqualTo(2.2);
    assertThat(settings.users()).hasValue(33);
    assertThat(settings.seed()).hasValue(44);
    assertThat(settings.environment()).hasValue("staging");
  }

  private static Config given(Map<String, String> stronger, String... properties) {
    return new GivenSettings(Map.of(), properties(properties), stronger)
        .config(name -> false, ConfigFactory.empty());
  }

  @Test
  void what_is_given_from_java_is_stronger_than_a_property_of_either_name() {
    for (Setting setting : Setting.all().filter(Setting::hasShortName).toList()) {
      for (String property : List.of(setting.key(), setting.property())) {
        for (String fromJava : List.of(setting.key(), setting.property())) {
          assertThat(
                  given(Map.of(fromJava, "strong"), property + "=weak")
                      .getString(setting.property()))
              .as("%s from Java, -D%s", fromJava, property)
              .isEqualTo("strong");
        }
      }
    }
  }

  @Test
  void two_properties_of_one_setting_are_refused_unless_they_say_the_same() {
    for (Setting setting : Setting.all().filter(Setting::hasShortName).toList()) {
      String shortName = setting.key();
      String full = setting.property();

      assertThatThrownBy(() -> given(Map.of(), shortName + "=5", full + "=50"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "-D%s=5 and -D%s=50 are the same setting; set only one of them"
                  .formatted(shortName, full));
      assertThat(given(Map.of(), shortName + "=5", full + "=5").getString(full)).isEqualTo("5");
    }
    assertThatThrownBy(
            () -> given(Map.of(), "target=http://u:hunter2@h", "onrush.target=http://u:hunter3@h"))
        .hasMessage(
            "-Dtarget=http://***@h and -Donrush.target=http://***@h are the same setting; set"
                + " only one of them");
  }

  @Test
  void a_short_name_of_the_simulations_own_is_beside_the_full_name_of_ours() {
    Properties both = properties("users=many", "onrush.users=5");

    assertThat(
            new GivenSettings(Map.of(), both, Map.of())
                .config("users"::equals, ConfigFactory.empty())
                .getString("onrush.users"))
        .isEqualTo("5");
  }

  @Test
  void a_property_that_is_cleared_while_all_are_read_is_not_given() {
    Properties live =
        new Properties() {
          @Override
          public Set<String> stringPropertyNames() {
            Set<String> names = super.stringPropertyNames();
            remove("onrush.users"); // as another thread could do
            return names;
          }
        };
    live.putAll(properties("onrush.users=5", "onrush.seed=7"));

    Config config =
        new GivenSettings(Map.of(), live, Map.of()).config(name -> false, ConfigFactory.empty());

    assertThat(config.getString("onrush.seed")).isEqualTo("7");
    assertThat(config.hasPath("onrush.users")).isFalse();
  }

  @Test
  void the_table_tells_what_an_injector_has_of_its_own_from_what_has_no_effect_on_it() {
    assertThat(
            SettingTables.markdown()
                .lines()
                .filter(line -> line.endsWith("| a separate value" + " each |")))
        .extracting(line -> line.split("`")[1])
        .containsExactly(
            "onrush.reports",
            "cluster.listen",
            "cluster.join",
            "onrush.cluster.secret",
            "cluster.wait");
  }

  @Test
  void bounds_of_thresholds_come_from_anywhere() throws IOException {
    file("onrush.conf", "onrush.thresholds { p95 = 1 s, \"p99.9\" = 2 s }");

    Settings settings =
        read(Map.of("ONRUSH_THRESHOLDS_P95_OF_LOG_IN", "3 s"), "onrush.thresholds.error-rate=1 %");

    assertThat(settings.thresholds())
        .extractingByKeys("p95", "p99.9", "p95-of-log-in", "error-rate")
        .extracting(SourcedText::value)
        .containsExactly("1 s", "2 s", "3 s", "1 %");
    assertThat(settings.thresholds().get("p95").origin()).endsWith("onrush.conf: 1");
    assertThat(settings.thresholds().get("error-rate").origin())
        .isEqualTo("-Donrush.thresholds.error-rate");
  }

  @Test
  void metrics_of_the_service_are_a_list_in_which_labels_may_have_commas() throws IOException {
    assertThat(read(Map.of()).service())
        .isEqualTo(
            new Settings.Service(
                "/metrics",
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(read(Map.of(), "onrush.service.metrics=/metrics").service().isGiven()).isTrue();
    assertThat(read(Map.of(), "onrush.service.keep=up, m{a=\"x\",b=\"y\"}").service().keep())
        .containsExactly("up", "m{a=\"x\",b=\"y\"}");
  }

  @Test
  void an_unknown_key_names_its_place_and_the_nearest_known_one() {
    assertThatThrownBy(() -> read(Map.of(), "onrush.sclae=2"))
        .hasMessage(
            "setting onrush.sclae (from -Donrush.sclae) is not known; the nearest is onrush.scale");
    assertThatThrownBy(() -> read(Map.of(), "onrush.secret.db=x"))
        .hasMessage(
            "setting onrush.secret.db (from -Donrush.secret.db) is not known; the nearest is"
                + " onrush.secrets.NAME");
  }

  @Test
  void a_name_that_is_similar_to_none_is_told_without_another_one() {
    for (String name : List.of("quux", "timeout", "simulationClass")) {
      assertThatThrownBy(() -> read(Map.of(), "onrush." + name + "=2"))
          .hasMessage(
              "setting onrush."
                  + name
                  + " (from -Donrush."
                  + name
                  + ") is not known; the command settings prints all settings");
    }
  }

  @Test
  void a_name_that_has_a_word_of_others_is_told_with_these() {
    assertThatThrownBy(() -> read(Map.of(), "onrush.console.mode=none"))
        .hasMessage(
            "setting onrush.console.mode (from -Donrush.console.mode) is not known; a similar"
                + " setting is onrush.console");
    assertThatThrownBy(() -> read(Map.of("ONRUSH_PROMETHEUS_PORT", "9464")))
        .hasMessage(
            "environment variable ONRUSH_PROMETHEUS_PORT is not known; similar settings are"
                + " ONRUSH_DASHBOARD_PORT, ONRUSH_EXPORT_PROMETHEUS, ONRUSH_TRACES_PORT");
    assertThatThrownBy(() -> read(Map.of(), "onrush.cluster.port=5701"))
        .hasMessage(
            "setting onrush.cluster.port (from -Donrush.cluster.port) is not known; similar"
                + " settings are onrush.cluster.listen, onrush.cluster.join,"
                + " onrush.cluster.secret, onrush.cluster.onLoss, onrush.cluster.wait");
  }

  @Test
  void an_unknown_variable_names_the_nearest_known_one() {
    assertThatThrownBy(() -> read(Map.of("ONRUSH_TARGTE", "x")))
        .hasMessage(
            "environment variable ONRUSH_TARGTE is not known; the nearest is ONRUSH_TARGET");
    assertThatThrownBy(() -> read(Map.of("ONRUSH_SECRET_DB", "x")))
        .hasMessage(
            "environment variable ONRUSH_SECRET_DB is not known; the nearest is ONRUSH_SECRETS_NAME");
    assertThatThrownBy(() -> read(Map.of("ONRUSH_GENERATR_LAG", "x")))
        .hasMessage(
            "environment variable ONRUSH_GENERATR_LAG is not known; the nearest is"
                + " ONRUSH_GENERATOR_NAME, where NAME is CPU, FILES, GC, LAG, MISSING, PAUSES or"
                + " STANDSTILL");
    assertThatThrownBy(() -> read(Map.of(), "onrush.generatr.lag=1 s"))
        .hasMessage(
            "setting onrush.generatr.lag (from -Donrush.generatr.lag) is not known; the nearest is"
                + " onrush.generator.NAME, where NAME is cpu, files, gc, lag, missing, pauses or"
                + " standstill");
    assertThatThrownBy(() -> read(Map.of("ONRUSH_HOME", "x")))
        .hasMessage(
            "environment variable ONRUSH_HOME is not known; the command settings prints all settings");
  }

  @Test
  void bad_values_say_what_is_allowed() {
    assertThatThrownBy(() -> read(Map.of(), "users=many"))
        .hasMessage(
            "setting onrush.users was \"many\" (from -Dusers); write a whole number from 1 to 1,000,000"
                + " such as 100");
    assertThatThrownBy(() -> read(Map.of("ONRUSH_USERS", "99999999999")))
        .hasMessage(
            "setting onrush.users was \"99999999999\" (from the environment variable ONRUSH_USERS);"
                + " write a whole number from 1 to 1,000,000 such as 100");
    assertThatThrownBy(() -> read(Map.of(), "users=1000001"))
        .hasMessage(
            "setting onrush.users was \"1000001\" (from -Dusers); write a whole number from 1 to"
                + " 1,000,000 such as 100");
    assertThat(SettingsReader.MOST_USERS).isEqualTo(LoadProfile.HIGHEST);
    assertThatThrownBy(() -> read(Map.of(), "onrush.keepRuns=99999999999"))
        .hasMessage(
            "setting onrush.keepRuns was \"99999999999\" (from -Donrush.keepRuns); write a whole"
                + " number from 1 to 2,147,483,647");
    assertThatThrownBy(() -> read(Map.of(), "warmUp=1001 d"))
        .hasMessage(
            "setting onrush.warmUp was \"1001 d\" (from -DwarmUp); write a time from 0 s (no warm-up)"
                + " to 1,000 days such as \"5 s\"");
    assertThatThrownBy(() -> read(Map.of(), "onrush.service.jmx=shop:65536"))
        .hasMessage(
            "setting onrush.service.jmx was \"shop:65536\" (from -Donrush.service.jmx); write auto, a"
                + " process id of up to 10 digits such as 4711, or host and port (1 to 65535) such as"
                + " 127.0.0.1:9010");
    assertThatThrownBy(() -> read(Map.of(), "scale=0"))
        .hasMessage(
            "setting onrush.scale was \"0\" (from -Dscale); write a number above 0 such as 0.1");
    assertThatThrownBy(() -> read(Map.of("ONRUSH_TARGET", "localhost:8080")))
        .hasMessage(
            "setting onrush.target was \"localhost:8080\" (from the environment variable"
                + " ONRUSH_TARGET), which has no scheme; write an address such as"
                + " http://localhost:8080");
  }

  @Test
  void an_unknown_environment_lists_those_that_there_are() throws IOException {
    file("environments/staging.conf", "");
    file("environments/local.conf", "");

    assertThatThrownBy(() -> read(Map.of(), "env=prod"))
        .hasMessage(
            "environment was \"prod\", but there is no environments/prod.conf on the class path;"
                + " available environments: local, staging; choose one with -Denv=NAME");
  }

  @Test
  void secrets_have_values_and_are_masked_everywhere() throws IOException {
    file("onrush.conf", "onrush.secrets { token = abcdefgh }");

    Settings settings = read(Map.of("ONRUSH_SECRETS_PASSWORD", "abcd"));

    assertThat(settings.secrets().value("token")).isEqualTo("abcdefgh");
    assertThat(settings.secrets().mask("Bearer abcdefgh of abcd")).isEqualTo("Bearer *** of ***");
    assertThat(settings.secrets()).hasToString("Secrets[password, token]");
    assertThatThrownBy(() -> settings.secrets().value("key"))
        .hasMessage(
            "secret \"key\" is not set; give it as onrush.secrets.key in a file, as in key ="
                + " ${?MY_TOKEN}, or as the environment variable ONRUSH_SECRETS_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"token", "apiToken", "API_TOKEN", "api-token", "api_token", "of.shop", "a b é"})
  void a_secret_has_the_variable_that_its_refusal_names(String name) throws IOException {
    Settings without = read(Map.of());
    String refusal =
        catchThrowableOfType(IllegalArgumentException.class, () -> without.secrets().value(name))
            .getMessage();
    String variable = refusal.substring(refusal.lastIndexOf(' ') + 1);

    Settings settings = read(Map.of(variable, "abcdefgh"));

    assertThat(settings.secrets().value(name)).isEqualTo("abcdefgh");
  }

  @Test
  void of_secrets_that_differ_in_how_they_are_spelled_the_one_that_is_asked_for_is_taken()
      throws IOException {
    file("onrush.conf", "onrush.secrets { apiToken = abcdefgh, api-token = ijklmnop }");

    Settings settings = read(Map.of());

    assertThat(settings.secrets().value("apiToken")).isEqualTo("abcdefgh");
    assertThat(settings.secrets().value("api-token")).isEqualTo("ijklmnop");
  }

  @Test
  void a_variable_is_stronger_than_a_file_however_that_spells_a_name() throws IOException {
    file(
        "onrush.conf",
        """
        onrush {
          secrets { apiToken = abcdefgh, of.shop = abcdefgh, mine = ${?NO_SUCH_VARIABLE} }
          thresholds { slowLogin = "p95 of Login < 500 ms" }
        }
        """);
    file(
        "environments/staging.conf",
        "onrush { secrets { API_TOKEN = bcdefghi }, export.headers { Authorization = weak } }");
    Map<String, String> variables =
        Map.of(
            "ONRUSH_ENV", "staging",
            "ONRUSH_SECRETS_API_TOKEN", "ijklmnop",
            "ONRUSH_SECRETS_OF_SHOP", "jklmnopq",
            "ONRUSH_SECRETS_MINE", "klmnopqr",
            "ONRUSH_THRESHOLDS_SLOW_LOGIN", "p95 of Login < 800 ms",
            "ONRUSH_EXPORT_HEADERS_AUTHORIZATION", "strong");

    Settings settings = read(variables);

    for (String name : List.of("apiToken", "API_TOKEN", "api-token")) {
      assertThat(settings.secrets().value(name)).as(name).isEqualTo("ijklmnop");
    }
    assertThat(settings.secrets().value("of.shop")).isEqualTo("jklmnopq");
    assertThat(settings.secrets().value("mine")).isEqualTo("klmnopqr");
    assertThat(settings.thresholds())
        .isEqualTo(
            Map.of(
                "slowLogin",
                new SourcedText(
                    "p95 of Login < 800 ms",
                    "the environment variable ONRUSH_THRESHOLDS_SLOW_LOGIN")));
    assertThat(settings.export().headers()).isEqualTo(Map.of("Authorization", "strong"));
    assertThat(read(variables, "onrush.secrets.apiToken=lmnopqrs").secrets().value("apiToken"))
        .isEqualTo("lmnopqrs");
  }

  @Test
  void a_variable_is_stronger_than_a_table_of_another_file_too() throws IOException {
    file("onrush.conf", "common { apiToken = abcdefgh }, onrush.users = 5");
    file("environments/staging.conf", "onrush.secrets = ${common}");

    Settings settings =
        read(Map.of("ONRUSH_ENV", "staging", "ONRUSH_SECRETS_API_TOKEN", "ijklmnop"));

    assertThat(settings.secrets().value("apiToken")).isEqualTo("ijklmnop");
  }

  /** Several values, because two values of one name in a table once came in hash order. */
  private static final List<String> VALUES =
      List.of("changeit", "hunter22", "abcdefgh", "zyxwvuts", "s3cr3t-s3cr3t");

  @ParameterizedTest
  @ValueSource(strings = {"db.password", "\"db.password\""})
  void a_stronger_place_wins_if_a_name_with_a_dot_is_quoted_in_one_and_a_path_in_another(
      String spelled) throws IOException {
    for (String weak : VALUES) {
      file("onrush.conf", "onrush.secrets { " + spelled + " = " + weak + " }");
      for (String strong : VALUES) {
        List<Settings> all =
            List.of(
                read(Map.of("ONRUSH_SECRETS_DB_PASSWORD", strong)),
                read(Map.of(), "onrush.secrets.db.password=" + strong),
                read(ofStaging("db.password = " + strong)),
                read(ofStaging("\"db.password\" = " + strong)),
                read(ofStaging("\"db.password\" = ${of.staging} }, of { staging = " + strong)));

        assertThat(all)
            .extracting(settings -> settings.secrets().value("db.password"))
            .containsOnly(strong);
      }
    }
  }

  private Map<String, String> ofStaging(String secret) throws IOException {
    file("environments/staging.conf", "onrush.secrets { " + secret + " }");
    return Map.of("ONRUSH_ENV", "staging");
  }

  @Test
  void a_property_of_a_variant_is_stronger_than_a_file() throws IOException {
    for (int size = 1; size <= 20; size++) {
      file("onrush.conf", "onrush.variants { b { reference.pool.size = " + size + " } }");

      Settings settings =
          read(Map.of(), "against=started", "onrush.variants.b.reference.pool.size=40");

      assertThat(settings.duet().orElseThrow().b().config().getInt("reference.pool.size"))
          .isEqualTo(40);
    }
  }

  @Test
  void a_threshold_whose_name_is_a_path_has_its_place() throws IOException {
    file("onrush.conf", "onrush { thresholds { p95.of = 1 s } }");

    assertThat(read(Map.of()).thresholds().get("p95.of").origin()).startsWith("onrush.conf @ ");
  }

  @Test
  void a_table_that_is_no_table_is_told_with_a_variable_too() throws IOException {
    file("onrush.conf", "onrush.secrets = abcdefgh");

    assertThatThrownBy(() -> read(Map.of("ONRUSH_SECRETS_API_TOKEN", "ijklmnop")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("; write an object, as in secrets { NAME = … }");
  }

  @Test
  void pages_that_promise_what_is_masked_name_all_of_it() throws IOException {
    String settings = Files.readString(Path.of("docs/settings.md"));
    String promise = settings.substring(settings.indexOf("<!-- end of the tables -->"));
    String security = Files.readString(Path.of("SECURITY.md"));

    List<String> masked =
        Setting.all()
            .filter(setting -> setting.isMasked() && setting != Setting.SECRETS)
            .map(Setting::property)
            .toList();

    assertThat(masked).hasSize(6).allSatisfy(name -> assertThat(promise).contains(name));
    assertThat(masked).allSatisfy(name -> assertThat(security).contains(name));
  }

  @Test
  void variants_have_no_variable() {
    assertThatThrownBy(() -> read(Map.of("ONRUSH_VARIANTS_A", "x")))
        .hasMessage(
            "environment variable ONRUSH_VARIANTS_A is not known; the command settings prints all"
                + " settings");
  }

  @Test
  void loopback_is_always_allowed_and_nothing_else() throws IOException {
    Settings settings = read(Map.of(), "onrush.allowedHosts=staging.example.org, b.example.org");

    settings.allowedHosts().check(URI.create("http://127.0.0.1:80"));
    settings.allowedHosts().check(URI.create("http://localhost"));
    settings.allowedHosts().check(URI.create("http://[::1]:8080"));
    settings.allowedHosts().check(URI.create("https://staging.example.org/api"));
    assertThatThrownBy(() -> settings.allowedHosts().check(URI.create("https://example.org")))
        .hasMessage(
            "target was https://example.org; only loopback and the hosts in onrush.allowedHosts"
                + " may be loaded (now staging.example.org, b.example.org); add \"example.org\""
                + " there, or write -Donrush.allowedHosts=example.org");
  }

  @Test
  void nothing_is_exported_unless_it_is_asked_for() throws IOException {
    Settings settings = read(Map.of());

    assertThat(settings.export().prometheus()).isEmpty();
    assertThat(settings.export().otlp()).isEmpty();
    assertThat(settings.export().interval()).hasSeconds(1);
    assertThat(settings.export().lastScrape()).hasSeconds(20);
    assertThat(settings.webhook()).isEmpty();
  }

  @Test
  void a_port_alone_is_one_of_loopback() throws IOException {
    assertThat(read(Map.of(), "onrush.export.prometheus=9464").export().prometheus())
        .contains(new InetSocketAddress("127.0.0.1", 9464));
    assertThat(read(Map.of(), "onrush.export.prometheus=0.0.0.0:9464").export().prometheus())
        .contains(new InetSocketAddress("0.0.0.0", 9464));
    assertThatThrownBy(() -> read(Map.of(), "onrush.export.prometheus=yes"))
        .hasMessage(
            "setting onrush.export.prometheus was \"yes\" (from -Donrush.export.prometheus); write"
                + " a port up to 65535 such as 9464, which is on loopback, or an address with a port such as"
                + " 0.0.0.0:9464");
  }

  @Test
  void credentials_of_exports_are_masked_and_never_told() throws IOException {
    Settings settings =
        read(
            Map.of("ONRUSH_WEBHOOK", "https://hooks.example.org/T0/not-to-be-seen"),
            "onrush.export.headers.Authorization=Bearer not-to-be-read");

    assertThat(settings.webhook().orElseThrow().address())
        .hasToString("https://hooks.example.org/T0/not-to-be-seen");
    assertThat(settings.export().headers()).containsEntry("Authorization", "Bearer not-to-be-read");
    assertThat(settings.webhook() + " " + settings.export()).doesNotContain("not-to-be");
    assertThat(
            settings
                .secrets()
                .mask("https://hooks.example.org/T0/not-to-be-seen refused not-to-be-read"))
        .isEqualTo("*** refused ***");
    assertThatThrownBy(() -> read(Map.of(), "onrush.webhook=hooks.example.org/not-to-be-seen"))
        .hasMessage(
            "setting onrush.webhook was \"***\" (from -Donrush.webhook); write an address such as"
                + " https://hooks.example.org/services/…, without a user name, a password or a"
                + " fragment");
    assertThatThrownBy(() -> read(Map.of(), "onrush.export.otlp=http://me:not-to-be-seen@host/"))
        .hasMessage(
            "setting onrush.export.otlp was \"http://***@host/\" (from -Donrush.export.otlp),"
                + " which contains a user name or a password; credentials go into"
                + " onrush.export.headers");
  }

  @Test
  void an_interval_of_exports_is_of_whole_seconds() throws IOException {
    assertThat(read(Map.of(), "onrush.export.interval=10 s").export().interval()).hasSeconds(10);
    assertThatThrownBy(() -> read(Map.of(), "onrush.export.interval=1500 ms"))
        .hasMessage(
            "setting onrush.export.interval was \"1500 ms\" (from -Donrush.export.interval); write"
                + " whole seconds from 1 s to 3,599 s such as \"10 s\"");
  }

  @Test
  void a_run_has_one_injector_unless_more_are_asked_for() throws IOException {
    Settings settings = read(Map.of());

    assertThat(settings.injectors()).isEmpty();
    assertThat(settings.cluster().join()).isEmpty();
    assertThat(settings.cluster().listen()).isEmpty();
    assertThat(settings.cluster().goOn()).isFalse();
    assertThat(settings.cluster().longestWait()).hasMinutes(2);
  }

  @Test
  void injectors_find_each_other_by_what_is_set() throws IOException {
    Settings settings =
        read(
            Map.of("ONRUSH_CLUSTER_SECRET", "not-to-be-seen-anywhere"),
            "injectors=3",
            "cluster.listen=10.0.0.5",
            "cluster.join=10.0.0.5:5801, onrush.example:5701",
            "cluster.onLoss=go-on",
            "cluster.wait=30 s");

    assertThat(settings.injectors()).hasValue(3);
    assertThat(settings.cluster().listen())
        .hasValue(InetSocketAddress.createUnresolved("10.0.0.5", 5701));
    assertThat(settings.cluster().join())
        .containsExactly(
            InetSocketAddress.createUnresolved("10.0.0.5", 5801),
            InetSocketAddress.createUnresolved("onrush.example", 5701));
    assertThat(settings.cluster().goOn()).isTrue();
    assertThat(settings.cluster().longestWait()).hasSeconds(30);
    assertThat(settings.cluster().secret()).hasValue("not-to-be-seen-anywhere");
    assertThat(settings.cluster().toString()).doesNotContain("not-to-be-seen");
    assertThat(settings.secrets().mask("x not-to-be-seen-anywhere y")).isEqualTo("x *** y");
  }

  @Test
  void what_becomes_of_a_loss_is_one_of_two_things() {
    assertThatThrownBy(() -> read(Map.of(), "cluster.onLoss=ignore"))
        .hasMessage(
            "setting onrush.cluster.onLoss was \"ignore\" (from -Dcluster.onLoss); write stop, or"
                + " go-on");
  }

  @Test
  void answers_are_awaited_for_less_time_than_a_run_has_to_end() throws IOException {
    assertThat(read(Map.of(), "onrush.awaitAnswers=1 min").ending().awaitAnswers()).hasMinutes(1);
    assertThatThrownBy(() -> read(Map.of(), "onrush.awaitAnswers=61 s"))
        .hasMessage(
            "setting onrush.awaitAnswers was \"61 s\" (from -Donrush.awaitAnswers); write a time"
                + " from 0 s (no wait) to 1 min");
  }

  @Test
  void an_address_of_an_injector_has_a_port_that_exists() {
    assertThatThrownBy(() -> read(Map.of(), "cluster.join=10.0.0.5:99999"))
        .hasMessage(
            "setting onrush.cluster.join was \"10.0.0.5:99999\" (from -Dcluster.join); write"
                + " addresses such as 10.0.0.5:5701,10.0.0.6:5701, with ports from 1 to 65535");
  }
}
