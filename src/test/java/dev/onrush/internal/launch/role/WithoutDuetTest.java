package dev.onrush.internal.launch.role;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
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

class WithoutDuetTest {

  private static final String REMEDY =
      ", but against was not given, so this run is not a duet; add -Dagainst=URL, the address of"
          + " the version to compare the target with, or leave ";

  @TempDir private Path folder;

  private Settings read(Map<String, String> variables, Map<String, String> properties)
      throws IOException {
    Properties all = new Properties();
    all.putAll(properties);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return SettingsReader.read(
          new SettingsSources(
              loader,
              new GivenSettings(variables, all, Map.of()),
              Optional.empty(),
              Optional.empty()));
    }
  }

  @Test
  void an_early_end_of_a_duet_without_against_is_refused() throws IOException {
    Settings given = read(Map.of(), Map.of("stopWhenCertain", "true", "against", ""));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WithoutDuet.check(given))
        .withMessage(
            "stopWhenCertain was true (from -DstopWhenCertain)" + REMEDY + "stopWhenCertain out");
  }

  @Test
  void the_load_of_a_duet_without_against_is_refused() throws IOException {
    Settings given = read(Map.of(), Map.of("duet", "full"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WithoutDuet.check(given))
        .withMessage("duet was full (from -Dduet)" + REMEDY + "duet out");
  }

  @Test
  void settings_of_a_duet_are_in_force_with_against() throws IOException {
    Settings given = read(Map.of(), Map.of("duet", "full", "against", "http://127.0.0.1:1"));

    assertThatNoException().isThrownBy(() -> WithoutDuet.check(given));
  }

  @Test
  void defaults_and_settings_of_a_file_are_ignored() throws IOException {
    Files.writeString(folder.resolve("onrush.conf"), "onrush.duetMargin = \"2 %\"");
    Settings given = read(Map.of("ONRUSH_STOP_WHEN_CERTAIN", "false"), Map.of("duet", "half"));

    assertThatNoException().isThrownBy(() -> WithoutDuet.check(given));
  }
}
