package dev.onrush.internal.settings.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import dev.onrush.internal.settings.table.Setting;
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
 * The names in tables, as they are spelled in the sources that preserve the spelling. Environment
 * variables do not: they do not distinguish {@code apiToken} from {@code api-token}.
 */
public final class TableNames {

  private final Optional<Config> config;

  /** Creates the names from the sources that preserve the spelling. */
  TableNames(Config config) {
    this.config = resolved(config);
  }

  /**
   * Resolves substitutions as far as possible without the settings in environment variables. A
   * mistake is reported later, when all sources are known.
   */
  private static Optional<Config> resolved(Config config) {
    try {
      return Optional.of(config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true)));
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the names in a table to which an environment variable refers. {@code API_TOKEN} refers
   * to each spelling in the other sources, or to {@code api-token} if there is no spelling.
   *
   * @param variable the part of the variable's name after the name of the table
   */
  List<String> matching(Setting table, String variable) {
    List<String> spelled =
        names(table).stream().filter(name -> Setting.variable(name).equals(variable)).toList();
    return spelled.isEmpty()
        ? List.of(variable.toLowerCase(Locale.ROOT).replace('_', '-'))
        : spelled;
  }

  /**
   * Returns the settings with each name in a table only once. A name with a dot, such as {@code
   * db.password}, can be quoted in one source and a path in another. A merge treats them as two
   * names, so this method keeps the value of the strongest source.
   *
   * @param merged the merged settings of all sources
   * @param places the sources, from strongest to weakest
   */
  static Config deduplicated(Config merged, List<Config> places) {
    Config once = merged;
    for (Setting table : Setting.values()) {
      if (table.isTable()) {
        for (List<String> paths : pathsByName(merged, table)) {
          String strongest = strongest(paths, places);
          for (String path : paths) {
            once = path.equals(strongest) ? once : without(once, path, table.property());
          }
        }
      }
    }
    return once;
  }

  /** Removes an entry of a table, and the objects around it that are then empty. */
  private static Config without(Config config, String path, String table) {
    Config less = config.withoutPath(path);
    List<String> parts = ConfigUtil.splitPath(path);
    String around = ConfigUtil.joinPath(parts.subList(0, parts.size() - 1));
    return !around.equals(table) && less.hasPath(around) && less.getObject(around).isEmpty()
        ? without(less, around, table)
        : less;
  }

  /**
   * Returns the paths of each name in a table. A quoted path comes before a path of several parts.
   */
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

  /**
   * Returns the path that occurs in the strongest source, or the first path if a substitution hides
   * the sources of all paths.
   */
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
      return Set.of(); // hidden by a substitution, or not a table, which is reported later
    }
  }
}
