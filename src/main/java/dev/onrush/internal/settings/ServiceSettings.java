package dev.onrush.internal.settings;

import dev.onrush.internal.settings.address.HostAndPort;
import dev.onrush.internal.settings.source.SettingValues;
import dev.onrush.internal.settings.table.Setting;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the settings of the sources from which a run learns about the service. */
final class ServiceSettings {

  private static final Pattern PROCESS = Pattern.compile("auto|off|[1-9][0-9]{0,9}");

  private static final Pattern JVM =
      Pattern.compile("auto|[1-9][0-9]{0,9}|([a-z0-9._-]+|\\[[0-9a-f:.]+]):[1-9][0-9]{0,4}");

  private ServiceSettings() {}

  static Settings.Service read(SettingValues values, String metrics) {
    return new Settings.Service(
        metrics,
        values.text(Setting.SERVICE_METRICS).isPresent(),
        values.list(Setting.SERVICE_KEEP),
        values.text(Setting.SERVICE_POSTGRES).filter(address -> !address.isBlank()),
        one(values, Setting.SERVICE_PROCESS, PROCESS),
        one(values, Setting.SERVICE_JMX, JVM));
  }

  private static Optional<String> one(SettingValues values, Setting setting, Pattern allowed) {
    Optional<String> text =
        values
            .text(setting)
            .map(given -> given.strip().toLowerCase(Locale.ROOT))
            .filter(given -> !given.isEmpty());
    if (text.isPresent() && !isAllowed(text.get(), allowed)) {
      throw values.wrong(setting, text.get());
    }
    return text;
  }

  /** Whether a text has the allowed form, and its port, if it has one, is a port. */
  private static boolean isAllowed(String text, Pattern allowed) {
    try {
      HostAndPort.split(text).port().ifPresent(AddressSettings::port);
      return allowed.matcher(text).matches();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
