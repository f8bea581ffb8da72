package dev.onrush.internal.launch.role;

import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
import java.util.List;

/**
 * Checks the settings of a cluster for a run whose whole load this JVM sends.
 *
 * <p>A forgotten {@code injectors} would make such a run of a coordinator, while its injectors wait
 * for it. So a setting that was given for this run is refused. A file may contain settings for
 * other runs, and a secret is often exported for all commands of a shell, so these are ignored.
 */
final class ClusterSettings {

  private static final List<Setting> OF_CLUSTERS =
      List.of(Setting.CLUSTER_LISTEN, Setting.CLUSTER_ON_LOSS, Setting.CLUSTER_WAIT);

  private ClusterSettings() {}

  /**
   * Refuses settings that have no effect without injectors.
   *
   * @throws IllegalArgumentException if a setting was given by Java code, with {@code -D} or by an
   *     environment variable
   */
  static void checkAlone(Settings settings) {
    for (Setting setting : OF_CLUSTERS) {
      SettingsReader.sourced(settings, setting)
          .filter(given -> !given.isInFile() && !given.value().isBlank())
          .ifPresent(
              given -> {
                throw new IllegalArgumentException(refusal(setting, given));
              });
    }
  }

  private static String refusal(Setting setting, SourcedText given) {
    return setting.key()
        + " was "
        + given.value()
        + " (from "
        + given.origin()
        + "), but neither injectors nor cluster.join was given, so this JVM would send the whole"
        + " load; add -Dinjectors=N for a coordinator, or -Dcluster.join=HOST:PORT for an injector,"
        + " or leave "
        + setting.key()
        + " out";
  }
}
