package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names in tables, as they are spelled in the places that can spell them. A variable cannot: it
 * does not tell {@code apiToken} from {@code api-token}.
 */
final class TableNames {

  private final Optional<Config> config;

  /** Of places that can spell them. */
  TableNames(Config config) {
    this.config = resolved(config);
  }

  /** As far as it can be without the variables; a mistake is told once all is known. */
  private static Optional<Config> resolved(Config config) {
    try {
      return Optional.of(config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true)));
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  /**
   * The names of a table that a variable means: {@code API_TOKEN} means each spelling that is
   * there, and {@code api-token} if there is none.
   *
   * @param variable the end of its name
   */
  List<String> meant(Setting table, String variable) {
    List<String> spelled =
        names(table).stream().filter(name -> Setting.variable(name).equals(variable)).toList();
    return spelled.isEmpty()
        ? List.of(variable.toLowerCase(Locale.ROOT).replace('_', '-'))
        : spelled;
  }

  /**
   * The same settings, with each name in a table once. One with a dot, such as {@code db.password},
   * can be quoted in one place and a path in another, which to a merge are two names; the strongest
   * place has the value.
   *
   * @param merged all places
   * @param places of them, a stronger one before a weaker one
   */
  static Config once(Config merged, List<Config> places) {
    Config once = merged;
    for (Setting table : Setting.values()) {
      if (table.isTable()) {
        for (List<String> paths : pathsByName(merged, table)) {
          String strongest = strongest(paths, places);
          for (String path : paths) {
            once = path.equals(strongest) ? once : once.withoutPath(path);
          }
        }
      }
    }
    return once;
  }

  /** The paths of each name in a table, the one in quotes before one of several parts. */
  private static Collection<List<String>> pathsByName(Config config, Setting table) {
    String key = table.property();
    Map<String, List<String>> paths = new HashMap<>();
    if (config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.OBJECT) {
      config.getConfig(key).entrySet().stream()
          .map(Map.Entry::getKey)
          .sorted(Comparator.comparingInt(path -> ConfigUtil.splitPath(path).size()))
          .forEach(
              path ->
                  paths
                      .computeIfAbsent(SettingValues.name(path), name -> new ArrayList<>())
                      .add(key + "." + path));
    }
    return paths.values();
  }

  /** The path that the strongest place has; the first if a substitution hides where they are. */
  private static String strongest(List<String> paths, List<Config> places) {
    return places.stream()
        .flatMap(place -> paths.stream().filter(path -> has(place, path)))
        .findFirst()
        .orElse(paths.get(0));
  }

  private static boolean has(Config place, String path) {
    try {
      return place.hasPathOrNull(path);
    } catch (ConfigException.NotResolved e) {
      return false; // a substitution hides it
    }
  }

  private Set<String> names(Setting table) {
    try {
      return config
          .filter(all -> all.hasPath(Setting.ROOT))
          .map(all -> new SettingValues(all.getConfig(Setting.ROOT)).names(table))
          .orElse(Set.of());
    } catch (ConfigException e) {
      return Set.of(); // a substitution hides them, or it is no table, which is told later
    }
  }
}
