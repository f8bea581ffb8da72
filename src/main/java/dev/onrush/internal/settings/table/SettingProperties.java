package dev.onrush.internal.settings.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of settings as properties. Each setting has a full name, such as {@code onrush.seed};
 * many also have a short one, such as {@code seed}.
 */
public final class SettingProperties {

  private SettingProperties() {}

  /**
   * Returns the name below {@code onrush} of a property that begins with {@code onrush.} or is the
   * short name of a setting. Empty for any other property.
   */
  public static Optional<String> key(String property) {
    if (property.startsWith(Setting.ROOT + ".")) {
      return Optional.of(property.substring(Setting.ROOT.length() + 1));
    }
    return isShort(property) ? Optional.of(property) : Optional.empty();
  }

  /** Whether a setting can be given as {@code -DNAME}, without {@code onrush.} before it. */
  public static boolean isShort(String name) {
    return Setting.all().anyMatch(s -> s.hasShortName() && s.key().equals(name));
  }

  /**
   * Returns the properties with the stronger ones laid over them. A stronger {@code seed} also
   * replaces {@code onrush.seed}, since both are names of the same setting.
   */
  public static Map<String, String> overlaid(
      Map<String, String> properties, Map<String, String> stronger) {
    Map<String, String> all = new LinkedHashMap<>(properties);
    Set<String> given =
        stronger.keySet().stream().flatMap(name -> key(name).stream()).collect(Collectors.toSet());
    all.keySet().removeIf(name -> key(name).filter(given::contains).isPresent());
    all.putAll(stronger);
    return all;
  }

  /**
   * Whether one of these properties turns a flag on. A property without a value, such as {@code
   * -Dpreview}, does so.
   */
  public static boolean isOn(Setting flag, Map<String, String> properties) {
    return properties.entrySet().stream()
        .filter(property -> key(property.getKey()).filter(flag::isNamed).isPresent())
        .anyMatch(property -> SettingKind.flag(property.getValue()).orElse(true));
  }

  /**
   * Whether a property on the coordinator's command line is passed on to the JVMs that the
   * coordinator starts.
   *
   * @param property the name as written after {@code -D}, with or without {@code onrush.}
   */
  public static boolean isHandedOn(String property) {
    return key(property)
        .flatMap(key -> Setting.all().filter(s -> s.isNamed(key)).findFirst())
        .map(
            setting ->
                switch (setting.inheritance()) {
                  case OWN, SENT -> true;
                  case OWN_ALONE, COORDINATOR_ONLY -> false;
                })
        .orElse(true);
  }
}
