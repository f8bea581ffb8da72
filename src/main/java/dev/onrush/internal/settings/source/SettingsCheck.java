package dev.onrush.internal.settings.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.Spelling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rejects settings that do not exist, and settings whose values have the wrong shape. */
public final class SettingsCheck {

  /** The most settings that are named beside an unknown one. */
  private static final int MOST_RELATED = 5;

  private SettingsCheck() {}

  /** Returns the settings below {@code onrush} after checking that all of them are known. */
  public static Config onrushSection(Config config) {
    Config onrush =
        config.hasPath(Setting.ROOT) ? config.getConfig(Setting.ROOT) : ConfigFactory.empty();
    check(onrush);
    return onrush;
  }

  static void check(Config onrush) {
    for (Setting setting : Setting.values()) {
      if (setting.isTable()) {
        checkTable(onrush, setting.key());
      } else if (onrush.hasPath(setting.key())) {
        checkShape(setting, onrush.getValue(setting.key()));
      }
    }
    checkNames(List.of(), onrush.root());
  }

  /** Checks all names, also those of empty objects and of null, which a Config leaves out. */
  private static void checkNames(List<String> path, ConfigObject object) {
    object.forEach(
        (name, value) -> {
          List<String> longer = Stream.concat(path.stream(), Stream.of(name)).toList();
          if (value instanceof ConfigObject inner && !inner.isEmpty()) {
            checkNames(longer, inner);
          } else {
            checkKnown(longer, value);
          }
        });
  }

  static void checkTable(Config onrush, String key) {
    if (onrush.hasPath(key) && onrush.getValue(key).valueType() != ConfigValueType.OBJECT) {
      throw wrongShape(key, onrush.getValue(key), "an object, as in " + key + " { NAME = … }");
    }
  }

  private static void checkShape(Setting setting, ConfigValue value) {
    String right = setting.isList() ? "a list" : "a single value";
    if (value.valueType() == ConfigValueType.OBJECT) {
      // An object with content is accepted: it may exist for other keys below this one.
      if (((ConfigObject) value).isEmpty()) {
        throw wrongShape(setting.key(), value, right);
      }
    } else if (value.valueType() == ConfigValueType.LIST && !setting.isList()) {
      throw wrongShape(setting.key(), value, right);
    }
  }

  static IllegalArgumentException wrongShape(String key, ConfigValue value, String right) {
    return new IllegalArgumentException(
        "setting "
            + (key.isEmpty() ? Setting.ROOT : Setting.ROOT + "." + key)
            + " was "
            + shown(key, value)
            + " (from "
            + value.origin().description()
            + "); write "
            + right);
  }

  /**
   * Returns the text that a message shows for a value. A list in place of a section is not shown,
   * since it may contain any secret.
   */
  private static String shown(String key, ConfigValue value) {
    Optional<Setting> setting =
        Setting.all().filter(s -> s.key().equals(key) || s.isNamed(key)).findFirst();
    if (setting.filter(Setting::isMasked).isPresent()) {
      return Secrets.MASK;
    }
    return setting.isEmpty() && value.valueType() == ConfigValueType.LIST
        ? "a list"
        : new Secrets(Map.of()).mask(value.render(ConfigRenderOptions.concise()));
  }

  private static void checkKnown(List<String> path, ConfigValue value) {
    String key = String.join(".", path);
    boolean isEmpty = value instanceof ConfigObject;
    if (isEmpty
        && Setting.all().anyMatch(s -> s.key().equals(key) || s.key().startsWith(key + "."))) {
      return; // a section, or a setting whose shape is checked elsewhere
    }
    Setting setting =
        Setting.all()
            .filter(s -> s.isNamed(key))
            .findFirst()
            .orElseThrow(
                () -> unknown(Setting.ROOT + "." + key, key, value.origin().description()));
    boolean isVariant = setting == Setting.VARIANTS; // a table of tables, whose values may be lists
    if (isEmpty ? !isVariant || path.size() > 2 : isListIn(setting, value) && !isVariant) {
      throw wrongShape(key, value, "a single value");
    }
  }

  private static boolean isListIn(Setting setting, ConfigValue value) {
    return setting.isTable() && value.valueType() == ConfigValueType.LIST;
  }

  /**
   * Returns the exception for a name that is not the name of a setting.
   *
   * @param key the name without {@code onrush.}
   */
  static IllegalArgumentException unknown(String name, String key, String origin) {
    return new IllegalArgumentException(
        "setting "
            + name
            + " (from "
            + origin
            + ") is not known"
            + hint(Setting.ROOT + ".", key, keys()));
  }

  /** The keys of all settings. The key of a table ends in a dot. */
  private static List<String> keys() {
    return Setting.all().map(s -> s.isTable() ? s.key() + "." : s.key()).toList();
  }

  /**
   * Returns the end of a message about an unknown name: the known name that is similar to it, or
   * where all names are.
   *
   * @param prefix the prefix of the known names, for the message
   * @param known the known names; the name of a table ends in a separator
   */
  static String hint(String prefix, String given, List<String> known) {
    return known.stream()
        .filter(name -> isNear(given, name))
        .min(Comparator.comparingInt(name -> Spelling.distance(given, name)))
        .map(name -> "; the nearest is " + prefix + name + (isTable(name) ? entry(name) : ""))
        .or(() -> related(prefix, given, known))
        .orElse("; the command settings prints all settings");
  }

  /**
   * Returns the settings that have a word in common with an unknown name: {@code
   * onrush.export.prometheus} for {@code prometheus.port}, and {@code onrush.console} for {@code
   * console.mode}. Empty if there are none, or many.
   */
  private static Optional<String> related(String prefix, String given, List<String> known) {
    List<String> words = List.of(given.split("[._]"));
    List<String> related =
        known.stream()
            .filter(name -> !isTable(name))
            .filter(name -> Stream.of(name.split("[._]")).anyMatch(words::contains))
            .map(name -> prefix + name)
            .toList();
    return related.isEmpty() || related.size() > MOST_RELATED
        ? Optional.empty()
        : Optional.of(
            (related.size() == 1 ? "; a similar setting is " : "; similar settings are ")
                + String.join(", ", related));
  }

  /** Returns what follows the name of a table: a placeholder, and which names it can take. */
  private static String entry(String table) {
    return "NAME"
        + Setting.all()
            .filter(s -> table.equals(s.key() + ".") || s.variable().equals(Optional.of(table)))
            .map(Setting::names)
            .filter(names -> !names.isEmpty())
            .map(
                names ->
                    table.endsWith("_") ? names.stream().map(Setting::variable) : names.stream())
            .map(names -> whereNameIs(names.toList()))
            .findFirst()
            .orElse("");
  }

  /** Returns the part of a sentence that says what the placeholder NAME can be. */
  static String whereNameIs(List<String> names) {
    int last = names.size() - 1;
    return ", where NAME is "
        + (last == 0
            ? names.get(0)
            : String.join(", ", names.subList(0, last)) + " or " + names.get(last));
  }

  private static boolean isNear(String given, String name) {
    if (!isTable(name)) {
      return given.equals(name) || Spelling.isMisspelled(given, name);
    }
    String table = name.substring(0, name.length() - 1);
    String separator = Pattern.quote(name.substring(name.length() - 1));
    int words = table.split(separator, -1).length;
    String begin =
        Arrays.stream(given.split(separator, -1))
            .limit(words)
            .collect(Collectors.joining(name.substring(name.length() - 1)));
    return begin.equals(table) || Spelling.isMisspelled(begin, table);
  }

  private static boolean isTable(String name) {
    return name.endsWith(".") || name.endsWith("_");
  }
}
