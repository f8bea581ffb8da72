package dev.onrush;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of this JVM with additional ones. The limits of the generator are wide, because a test
 * that counts requests must not depend on the load of the machine.
 */
public final class WithSettings {

  private WithSettings() {}

  public static final Map<String, String> PATIENT =
      Map.of(
          "onrush.generator.standstill", "1 min",
          "onrush.generator.pauses", "100 %",
          "onrush.generator.lag", "1 min",
          "onrush.generator.cpu", "100 %",
          "onrush.generator.gc", "100 %",
          "onrush.generator.missing", "100 %");

  public static RunSettings load(Map<String, String> given) {
    Map<String, String> more = new LinkedHashMap<>(PATIENT);
    more.putAll(given);
    RunSettings settings = RunSettings.load();
    for (Map.Entry<String, String> setting : more.entrySet()) {
      settings = settings.with(setting.getKey(), setting.getValue());
    }
    return settings;
  }
}
