package dev.onrush;

import dev.onrush.internal.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of this JVM and some more, given as by -D. The generator may be as slow as it likes: who
 * asks for counts does not ask how busy the machine is.
 */
final class WithSettings {

  private WithSettings() {}

  private static final Map<String, String> PATIENT =
      Map.of(
          "onrush.generator.standstill", "1 min",
          "onrush.generator.pauses", "100 %",
          "onrush.generator.lag", "1 min",
          "onrush.generator.cpu", "100 %",
          "onrush.generator.gc", "100 %",
          "onrush.generator.missing", "100 %");

  static Settings load(Map<String, String> given) {
    Map<String, String> more = new LinkedHashMap<>(PATIENT);
    more.putAll(given);
    Map<String, String> before = new LinkedHashMap<>();
    more.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      return Settings.load();
    } finally {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }
}
