package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Which settings there are, for tests of the documentation. */
public final class KnownSettings {

  private KnownSettings() {}

  /** The keys below {@code onrush}; one that ends in a dot is a table of free names. */
  @SuppressWarnings("unchecked")
  public static List<String> keys() {
    try {
      var keys = SettingsSources.class.getDeclaredField("KEYS");
      keys.setAccessible(true);
      return (List<String>) keys.get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether {@code -Dname} is read. */
  public static boolean isProperty(String name) {
    Properties properties = new Properties();
    properties.setProperty(name, "some");
    return !sees(Map.of(), properties).isEmpty();
  }

  /** Whether the environment variable is read. */
  public static boolean isVariable(String name) {
    return name.equals("ONRUSH_ENV") || !sees(Map.of(name, "some"), new Properties()).isEmpty();
  }

  /** The environment variable of a key. */
  public static String variable(String key) {
    return "ONRUSH_" + SettingsSources.variable(key.endsWith(".") ? key + "NAME" : key);
  }

  private static Config sees(Map<String, String> variables, Properties properties) {
    ClassLoader none = new ClassLoader(null) {};
    try {
      return SettingsSources.ours(
          new SettingsSources(none, variables, properties, Optional.empty(), Optional.empty())
              .read());
    } catch (IllegalArgumentException e) {
      return com.typesafe.config.ConfigFactory.empty();
    }
  }
}
