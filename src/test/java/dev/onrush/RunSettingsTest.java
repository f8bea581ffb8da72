package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunSettingsTest {

  @Test
  void settings_given_in_java_are_stronger_than_those_of_the_jvm() {
    System.setProperty("onrush.users", "7");
    try {
      RunSettings settings = RunSettings.load();

      assertThat(settings.users()).hasValue(7);
      assertThat(settings.with("users", "9").users()).hasValue(9);
      assertThat(settings.with("onrush.users", "9").users()).hasValue(9);
      assertThat(settings.users())
          .hasValue(7); // an immutable value: deriving another one does not change it
    } finally {
      System.clearProperty("onrush.users");
    }
  }

  @Test
  void a_target_given_in_java_is_stronger_than_the_short_property() {
    System.setProperty("target", "http://127.0.0.1:1");
    try {
      assertThat(RunSettings.load().withTarget("http://127.0.0.1:2").target())
          .contains(URI.create("http://127.0.0.1:2"));
    } finally {
      System.clearProperty("target");
    }
  }

  @Test
  void the_last_of_two_names_of_one_setting_counts() {
    assertThat(RunSettings.load().with("users", "5").with("onrush.users", "6").users()).hasValue(6);
    assertThat(RunSettings.load().with("onrush.users", "6").with("users", "5").users()).hasValue(5);
  }

  @Test
  void each_step_keeps_the_ones_before() {
    RunSettings settings =
        RunSettings.load()
            .with("scale", "0.5")
            .withTarget(URI.create("HTTP://My_Host:81/"))
            .withReports(Path.of("elsewhere"))
            .withSeed(42);

    assertThat(settings.scale()).isEqualTo(0.5);
    assertThat(settings.target()).contains(URI.create("http://my_host:81"));
    assertThat(settings.reports()).isEqualTo(Path.of("elsewhere"));
    assertThat(settings.seed()).hasValue(42);
  }

  @Test
  void a_step_from_the_settings_of_a_run_keeps_what_was_given_to_the_run() {
    RunSettings given = RunSettings.load().with("scale", "0.5").withSeed(42);

    RunSettings further = new RunSettings(given.ofPlan("Any")).with("pace", "0.1");

    assertThat(further.scale()).isEqualTo(0.5);
    assertThat(further.seed()).hasValue(42);
    assertThat(further.pace()).isEqualTo(0.1);
  }

  @Test
  void mistakes_are_refused_when_they_are_written() {
    RunSettings settings = RunSettings.load();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.withTarget(URI.create("http://u:hunter2@h")))
        .withMessageStartingWith(
            "setting onrush.target was \"http://***@h\" (from -Donrush.target), which contains a user name")
        .withMessageNotContaining("hunter2");
    for (String name : List.of("usres", "onrush.usres")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings.with(name, "9"))
          .withMessage(
              "setting "
                  + name
                  + " (from -D"
                  + name
                  + ") is not known; the nearest is onrush.users");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.with("reports", "here"))
        .withMessage(
            "setting reports (from -Dreports) is not known; the nearest is onrush.reports");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.with("users", "many"))
        .withMessageContaining("many");
  }

  @Test
  void secrets_are_in_no_text() {
    RunSettings settings = RunSettings.load().with("onrush.secrets.token", "hunter2-hunter2");

    assertThat(settings.secret("token")).isEqualTo("hunter2-hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  @SuppressWarnings("NullAway") // code of users may pass null
  void a_secret_without_a_name_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunSettings.load().secret(null))
        .withMessage("name of a secret was null; give a value");
  }
}
