package dev.onrush.internal.settings.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The settings that are given outside of files. Their sources, from strongest to weakest, are Java
 * code or the coordinator, {@code -D}, and environment variables. In each source, the short and the
 * full name of a setting mean the same setting.
 *
 * @param stronger the settings from Java code or from the coordinator, by property name
 */
public record GivenSettings(
    Map<String, String> variables, Properties properties, Map<String, String> stronger) {

  /** The property with the name of the environment. It is not a setting below {@code onrush}. */
  static final String ENV = "env";

  private static final String ENV_VARIABLE = "ONRUSH_ENV";
  private static final String ROOT = Setting.ROOT;
  private static final String VARIABLE_PREFIX = Setting.VARIABLE_PREFIX;

  /**
   * Copies the properties, since another thread may clear a property between the look-ups of its
   * name and its value.
   */
  public GivenSettings {
    Properties copy = new Properties();
    for (String name : properties.stringPropertyNames()) {
      Optional.ofNullable(properties.getProperty(name))
          .ifPresent(value -> copy.setProperty(name, value));
    }
    properties = copy;
  }

  /**
   * The name of the environment.
   *
   * @param isOfTheSimulation whether the property with this value has a meaning of its own for the
   *     simulation; the property is then ignored, so that the environment variable applies
   */
  Optional<String> environment(Predicate<String> isOfTheSimulation) {
    return Optional.ofNullable(stronger.get(ENV))
        .or(
            () ->
                Optional.ofNullable(properties.getProperty(ENV)).filter(isOfTheSimulation.negate()))
        .or(() -> Optional.ofNullable(variables.get(ENV_VARIABLE)))
        .filter(name -> !name.isBlank());
  }

  /**
   * Returns all of these settings, below {@code onrush}.
   *
   * @param isOfTheSimulation whether a short name is one of the simulation's own properties
   * @param files the settings of files, which are weaker; they show how names in tables are spelled
   * @throws IllegalArgumentException if two properties give different values to one setting
   */
  public Config config(Predicate<String> isOfTheSimulation, Config files) {
    Config spelled = fromStronger().withFallback(fromProperties(isOfTheSimulation));
    return spelled.withFallback(fromVariables(new TableNames(spelled.withFallback(files))));
  }

  private Config fromStronger() {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> entry : stronger.entrySet()) {
      String name = entry.getKey();
      if (!name.equals(ENV)) {
        String key =
            SettingProperties.key(name)
                .orElseThrow(() -> SettingsCheck.unknown(name, name, propertyOrigin(name)));
        config = with(config, key, yesIfBlankFlag(key, entry.getValue()), propertyOrigin(name));
      }
    }
    return config;
  }

  private Config fromProperties(Predicate<String> isOfTheSimulation) {
    Config config = ConfigFactory.empty();
    for (String name : properties.stringPropertyNames()) {
      boolean ours = !SettingProperties.isShort(name) || !isOfTheSimulation.test(name);
      Optional<String> key =
          SettingProperties.key(name).filter(k -> ours && !k.startsWith("test."));
      if (key.isPresent()) {
        checkOneValue(name);
        String text = properties.getProperty(name);
        config = with(config, key.get(), yesIfBlankFlag(key.get(), text), propertyOrigin(name));
      }
    }
    return config;
  }

  /**
   * Returns the value of a property. A flag without a value, such as {@code -Dpreview}, is true.
   */
  private static String yesIfBlankFlag(String key, String text) {
    return text.isBlank() && isOf(Setting::isFlag, key) ? "true" : text;
  }

  private static boolean isOf(Predicate<Setting> some, String key) {
    return Setting.all().anyMatch(setting -> some.test(setting) && setting.key().equals(key));
  }

  /**
   * Rejects different values for the short and the full name of a setting, since neither name is
   * stronger.
   */
  private void checkOneValue(String name) {
    String full = ROOT + "." + name;
    String other = properties.getProperty(full);
    if (SettingProperties.isShort(name)
        && other != null
        && !other.equals(properties.getProperty(name))) {
      throw new IllegalArgumentException(
          shown(name) + " and " + shown(full) + " are the same setting; set only one of them");
    }
  }

  private String shown(String name) {
    return "-D" + name + "=" + HttpAddress.withoutCredentials(properties.getProperty(name));
  }

  private static String propertyOrigin(String name) {
    return "-D" + name;
  }

  /** Whether a value comes from Java code, the coordinator, or {@code -D}. */
  static boolean isProperty(ConfigValue value) {
    return value.origin().description().startsWith(propertyOrigin(""));
  }

  private static void checkNoSection(String key, String origin) {
    if (key.startsWith(SimulationSections.KEY + ".")) {
      throw new IllegalArgumentException(
          origin
              + ": sections for simulations are allowed only in files; -D applies to a single run"
              + " anyway, so write "
              + settingAtEnd(key).map(s -> "-D" + ROOT + "." + s).orElse("the setting alone"));
    }
  }

  /** Returns the setting at the end of the key of a section, whose name may contain dots. */
  private static Optional<String> settingAtEnd(String key) {
    return IntStream.range(0, key.length())
        .filter(i -> key.charAt(i) == '.')
        .mapToObj(i -> key.substring(i + 1))
        .filter(end -> Setting.all().anyMatch(setting -> setting.isNamed(end)))
        .findFirst();
  }

  private Config fromVariables(TableNames names) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(VARIABLE_PREFIX) || name.equals(ENV_VARIABLE)) {
        continue;
      }
      String rest = name.substring(VARIABLE_PREFIX.length());
      List<String> keys =
          Setting.all()
              .flatMap(setting -> keys(setting, rest, names).stream())
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "environment variable "
                              + name
                              + " is not known"
                              + SettingsCheck.hint(VARIABLE_PREFIX, rest, knownVariables())));
      for (String key : keys) {
        if (variable.getValue().isBlank() && isOf(Setting::isNeverBlank, key)) {
          continue; // a build may set it from an input that was not given
        }
        config = with(config, key, variable.getValue(), "the environment variable " + name);
      }
    }
    return config;
  }

  /**
   * Returns the keys that an environment variable sets, if the variable belongs to this setting.
   * The key of {@code THRESHOLDS_P95_OF_LOGIN} is {@code thresholds.p95-of-login}, or the spelling
   * that other sources use for this name.
   *
   * @param rest the name of the variable without its prefix
   */
  private static Optional<List<String>> keys(Setting setting, String rest, TableNames names) {
    return setting
        .variable()
        .filter(setting.isTable() ? rest::startsWith : rest::equals)
        .map(
            variable ->
                setting.isTable()
                    ? names.matching(setting, rest.substring(variable.length())).stream()
                        .map(name -> setting.key() + "." + name)
                        .toList()
                    : List.of(setting.key()));
  }

  private static List<String> knownVariables() {
    return Setting.all().flatMap(setting -> setting.variable().stream()).toList();
  }

  private static Config with(Config config, String key, String text, String origin) {
    checkNoSection(key, origin);
    ConfigValue value = ConfigValueFactory.fromAnyRef(text, origin);
    return config.withValue(path(key), value);
  }

  /** Returns the path of a key. Names in tables may contain dots and blanks, so they are quoted. */
  private static String path(String key) {
    for (Setting setting : Setting.values()) {
      String table = setting.key() + ".";
      if (setting.isTable() && key.startsWith(table)) {
        return ROOT + "." + table + ConfigUtil.quoteString(key.substring(table.length()));
      }
    }
    return ROOT + "." + ConfigUtil.joinPath(key.split("\\.", -1));
  }

  /** Omits the values, which may be secrets. */
  @Override
  public String toString() {
    return "GivenSettings" + stronger.keySet();
  }
}
