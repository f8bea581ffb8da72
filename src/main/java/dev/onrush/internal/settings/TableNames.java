package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigResolveOptions;
import java.util.List;
import java.util.Locale;
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
