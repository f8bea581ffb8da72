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

class ClusterSettingsTest {

  private static final String REMEDY =
      ", but neither injectors nor cluster.join was given, so this JVM would send the whole load;"
          + " add -Dinjectors=N for a coordinator, or -Dcluster.join=HOST:PORT for an injector, or"
          + " leave ";

  @TempDir private Path folder;

  private Settings read(
      Map<String, String> variables, Map<String, String> properties, Map<String, String> fromJava)
      throws IOException {
    Properties all = new Properties();
    all.putAll(properties);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      return SettingsReader.read(
          new SettingsSources(
              loader,
              new GivenSettings(variables, all, fromJava),
              Optional.empty(),
              Optional.empty()));
    }
  }

  @Test
  void an_address_to_listen_on_without_injectors_is_refused() throws IOException {
    Settings given = read(Map.of(), Map.of("cluster.listen", "10.0.0.5:5701"), Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSettings.checkAlone(given))
        .withMessage(
            "cluster.listen was 10.0.0.5:5701 (from -Dcluster.listen)"
                + REMEDY
                + "cluster.listen out");
  }

  @Test
  void what_happens_on_loss_without_injectors_is_refused() throws IOException {
    Settings given = read(Map.of("ONRUSH_CLUSTER_ON_LOSS", "go-on"), Map.of(), Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSettings.checkAlone(given))
        .withMessage(
            "cluster.onLoss was go-on (from the environment variable ONRUSH_CLUSTER_ON_LOSS)"
                + REMEDY
                + "cluster.onLoss out");
  }

  @Test
  void a_wait_from_Java_without_injectors_is_refused() throws IOException {
    Settings given = read(Map.of(), Map.of(), Map.of("onrush.cluster.wait", "5 min"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSettings.checkAlone(given))
        .withMessage(
            "cluster.wait was 5 min (from -Donrush.cluster.wait)" + REMEDY + "cluster.wait out");
  }

  @Test
  void settings_of_a_file_and_a_secret_are_for_other_runs_too() throws IOException {
    Files.writeString(
        folder.resolve("onrush.conf"),
        "onrush.cluster { listen = \"10.0.0.5:5701\", onLoss = go-on, wait = 5 min }");
    Settings given = read(Map.of("ONRUSH_CLUSTER_SECRET", "0123456789abcdef"), Map.of(), Map.of());

    assertThatNoException().isThrownBy(() -> ClusterSettings.checkAlone(given));
  }

  @Test
  void a_blank_address_is_none() throws IOException {
    Settings given =
        read(Map.of("ONRUSH_CLUSTER_LISTEN", ""), Map.of("onrush.users", "3"), Map.of());

    assertThatNoException().isThrownBy(() -> ClusterSettings.checkAlone(given));
  }
}
