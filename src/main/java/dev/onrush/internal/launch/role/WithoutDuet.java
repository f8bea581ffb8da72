package dev.onrush.internal.launch.role;

import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
import java.util.List;

/**
 * Checks the settings of a duet for a run that is not a duet.
 *
 * <p>They have no effect without {@code against}, so a forgotten or empty {@code against} would
 * make a plain run of a duet. A setting that was given for this run is therefore refused. A file
 * may contain settings for other runs, so these are ignored.
 */
final class WithoutDuet {

  private static final List<Setting> OF_DUETS =
      List.of(Setting.DUET, Setting.DUET_MARGIN, Setting.STOP_WHEN_CERTAIN);

  private WithoutDuet() {}

  /**
   * Refuses settings that have no effect without {@code against}.
   *
   * @throws IllegalArgumentException if a setting with a value other than its default was given by
   *     Java code, with {@code -D} or by an environment variable
   */
  static void check(Settings settings) {
    if (settings.duet().isPresent()) {
      return;
    }
    for (Setting setting : OF_DUETS) {
      SettingsReader.sourced(settings, setting)
          .filter(given -> !given.isInFile() && !isDefault(setting, given.value().strip()))
          .ifPresent(
              given -> {
                throw new IllegalArgumentException(refusal(setting, given));
              });
    }
  }

  private static boolean isDefault(Setting setting, String given) {
    return given.isEmpty() || setting.byDefault().filter(given::equalsIgnoreCase).isPresent();
  }

  private static String refusal(Setting setting, SourcedText given) {
    return setting.key()
        + " was "
        + given.value()
        + " (from "
        + given.origin()
        + "), but against was not given, so this run is not a duet; add -Dagainst=URL, the address"
        + " of the version to compare the target with, or leave "
        + setting.key()
        + " out";
  }
}
