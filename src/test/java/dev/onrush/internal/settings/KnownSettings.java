package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsCheck;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.table.Setting;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The names of all settings, for tests of the documentation. */
public final class KnownSettings {

  private KnownSettings() {}

  /** Returns whether {@code -Dname} is a setting. */
  public static boolean isProperty(String name) {
    Properties properties = new Properties();
    properties.setProperty(name, "some");
    return !read(Map.of(), properties).isEmpty();
  }

  /** Returns whether {@code name} is the prefix of several keys instead of a key. */
  public static boolean isSection(String name) {
    return Setting.all()
        .anyMatch(s -> s.property().equals(name) || s.property().startsWith(name + "."));
  }

  /** Returns whether the environment variable is a setting. */
  public static boolean isVariable(String name) {
    return name.equals("ONRUSH_ENV") || !read(Map.of(name, "some"), new Properties()).isEmpty();
  }

  private static Config read(Map<String, String> variables, Properties properties) {
    ClassLoader none = new ClassLoader(null) {};
    try {
      return SettingsCheck.onrushSection(
          new SettingsSources(
                  none,
                  new GivenSettings(variables, properties, Map.of()),
                  Optional.empty(),
                  Optional.empty())
              .read());
    } catch (IllegalArgumentException e) {
      return ConfigFactory.empty();
    }
  }
}
