package dev.onrush.internal.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings as properties, which have two names: the full one, {@code onrush.seed}, and of many a
 * short one too, {@code seed}.
 */
public final class SettingProperties {

  private SettingProperties() {}

  /**
   * The name below {@code onrush} of a property, whether it has the full name of a setting or a
   * short one; empty for a property of somebody else.
   */
  static Optional<String> key(String property) {
    if (property.startsWith(Setting.ROOT + ".")) {
      return Optional.of(property.substring(Setting.ROOT.length() + 1));
    }
    return isShort(property) ? Optional.of(property) : Optional.empty();
  }

  /** Whether a setting can be given as {@code -DNAME}, without {@code onrush.} before it. */
  static boolean isShort(String name) {
    return Setting.all().anyMatch(s -> s.hasShortName() && s.key().equals(name));
  }

  /**
   * Properties with stronger ones laid over them: {@code seed} takes the place of {@code
   * onrush.seed} too, since both are names of one setting.
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

  /** Whether a setting is given by one of these properties. */
  public static boolean isGiven(Setting setting, Map<String, String> properties) {
    return properties.keySet().stream()
        .flatMap(name -> key(name).stream())
        .anyMatch(setting::isNamed);
  }

  /**
   * Whether a property on the coordinator's command line belongs on that of a JVM that it starts.
   *
   * @param property as after {@code -D}, with or without {@code onrush.}
   */
  public static boolean isHandedOn(String property) {
    return key(property)
        .flatMap(key -> Setting.all().filter(s -> s.isNamed(key)).findFirst())
        .map(
            setting ->
                switch (setting.injectors()) {
                  case OWN, SENT -> true;
                  case OWN_ALONE, COORDINATOR_ONLY -> false;
                })
        .orElse(true);
  }
}
