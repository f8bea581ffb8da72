package dev.onrush.internal.settings.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingKind;
import dev.onrush.units.Percent;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the values of single settings as texts, numbers, durations, flags, lists and tables. */
public final class SettingValues {

  private static final String QUOTED = "\"((?:[^\"]++|\"\")*+)\"\\s*";

  /**
   * The labels of a metric in braces. They end at the first closing brace outside double quotes,
   * and may contain commas.
   */
  private static final String LABELS = "\\{(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|[^\"}]++)*+}";

  /**
   * One value of a list that is written as a single text, with the comma after it. The value is
   * either in double quotes, with each quote inside it doubled, or unquoted.
   */
  private static final Pattern LISTED =
      Pattern.compile("\\G\\s*(?:" + QUOTED + "|((?:" + LABELS + "|[^,{]++|\\{)*+))(?:,|\\z)");

  private final Config onrush;

  /** Creates a reader of the settings below {@code onrush}. */
  public SettingValues(Config onrush) {
    this.onrush = onrush;
  }

  public OptionalInt count(Setting setting, int most) {
    return number(
            setting,
            text -> {
              int value = whole(text);
              if (value < 1 || value > most) {
                throw new NumberFormatException();
              }
              return OptionalInt.of(value);
            })
        .orElse(OptionalInt.empty());
  }

  /** Parses a whole number, including forms such as {@code 1e3} and {@code 100.0} in a file. */
  private static int whole(String text) {
    try {
      return new BigDecimal(text).intValueExact();
    } catch (ArithmeticException e) {
      throw new NumberFormatException(text);
    }
  }

  public double factor(Setting setting) {
    return number(
            setting,
            text -> {
              double value = Quantity.number(text);
              if (value <= 0) {
                throw new NumberFormatException();
              }
              return value;
            })
        .orElseGet(() -> Quantity.number(setting.byDefault().orElseThrow()));
  }

  public Duration duration(Setting setting, Predicate<Duration> fits) {
    String text = given(setting);
    try {
      Duration duration = Quantity.parseDuration(text);
      if (fits.test(duration)) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw wrong(setting, text);
  }

  /** Returns a percentage, which must be above 0 %. */
  public Percent share(Setting setting) {
    String text = given(setting).strip();
    try {
      Percent share = new Percent(Quantity.SHARE.parse(text));
      if (share.value() > 0) {
        return share;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw wrong(setting, text);
  }

  public boolean flag(Setting setting) {
    String text = given(setting);
    if (text.isBlank()) {
      return Boolean.parseBoolean(setting.byDefault().orElseThrow()); // ${?NAME} in a file
    }
    return SettingKind.flag(text).orElseThrow(() -> wrong(setting, text));
  }

  /** The values of a list, which may be written as one text. */
  public List<String> list(Setting setting) {
    if (!onrush.hasPath(setting.key())) {
      return List.of();
    }
    ConfigValue value = onrush.getValue(setting.key());
    Stream<String> names =
        value instanceof ConfigList list
            ? list.stream().map(SettingValues::text)
            : LISTED.matcher(text(value)).results().map(SettingValues::listed);
    return names.map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static String listed(MatchResult found) {
    String quoted = found.group(1);
    return quoted == null ? found.group(2) : quoted.replace("\"\"", "\"");
  }

  /** The values of a list as one text, which reads back as the same list. */
  private static String inOneText(List<String> list) {
    return list.stream()
        .map(
            value -> value.matches("[^\",{}]*") ? value : "\"" + value.replace("\"", "\"\"") + "\"")
        .collect(Collectors.joining(","));
  }

  /**
   * Returns the value, or the default, as a text that can be read back. Empty if there is neither.
   */
  public Optional<String> textToReadBack(Setting setting) {
    if (!onrush.hasPath(setting.key())) {
      return setting.byDefault();
    }
    if (setting.isList()) {
      return Optional.of(inOneText(list(setting)));
    }
    return setting.isFlag() ? Optional.of(String.valueOf(flag(setting))) : text(setting);
  }

  /** The values of a table with the source of each. */
  public Map<String, SourcedText> tableWithSources(Setting setting) {
    Map<String, SourcedText> texts = new TreeMap<>();
    byName(setting)
        .forEach(
            (name, value) ->
                texts.put(name, new SourcedText(text(value), value.origin().description())));
    return texts;
  }

  /** Returns the value of a setting, or all values of a table. */
  public List<String> texts(Setting setting) {
    return setting.isTable()
        ? List.copyOf(table(setting).values())
        : text(setting).map(List::of).orElse(List.of());
  }

  public Map<String, String> table(Setting setting) {
    Map<String, String> table = new TreeMap<>();
    byName(setting).forEach((name, value) -> table.put(name, text(value)));
    return table;
  }

  /**
   * The values of a table of tables by their paths. A value that is given with {@code -D} has its
   * whole path in one name, which is split here.
   */
  public Map<List<String>, ConfigValue> paths(Setting setting) {
    Map<List<String>, ConfigValue> paths = new LinkedHashMap<>();
    byName(setting).forEach((name, value) -> paths.put(List.of(name.split("\\.")), value));
    return paths;
  }

  /** The names in a table, in order. */
  public Set<String> names(Setting setting) {
    return byName(setting).keySet();
  }

  /** The values of a table, sorted by name. A name is the same with and without quotes. */
  private Map<String, ConfigValue> byName(Setting setting) {
    Map<String, ConfigValue> values = new TreeMap<>();
    if (onrush.hasPath(setting.key())) {
      onrush
          .getConfig(setting.key())
          .entrySet()
          .forEach(entry -> values.put(name(entry.getKey()), entry.getValue()));
    }
    return values;
  }

  /** Returns the name of a table's entry from its path below the table, with or without quotes. */
  static String name(String path) {
    return String.join(".", ConfigUtil.splitPath(path));
  }

  public <T> Optional<T> number(Setting setting, Function<String, T> parse) {
    return text(setting)
        .map(
            text -> {
              try {
                return parse.apply(text.strip());
              } catch (NumberFormatException e) {
                throw wrong(setting, text);
              }
            });
  }

  /** Returns the value as it was written, or the default. */
  public String given(Setting setting) {
    return text(setting).or(setting::byDefault).orElseThrow();
  }

  public Optional<String> text(Setting setting) {
    if (!onrush.hasPath(setting.key())) {
      return Optional.empty();
    }
    ConfigValue value = onrush.getValue(setting.key());
    if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
      throw wrong(setting, text(value), "a single value");
    }
    return Optional.of(text(value));
  }

  /**
   * Returns a value as it was written. This includes a number, which may be a version, a code or a
   * token.
   */
  public static String text(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> value.atKey("value").getString("value");
      case LIST, OBJECT, NULL -> value.render(ConfigRenderOptions.concise());
    };
  }

  public IllegalArgumentException wrong(Setting setting, String given) {
    return wrong(setting, given, setting.allowed());
  }

  public IllegalArgumentException wrong(Setting setting, String given, String allowed) {
    return new IllegalArgumentException(given(setting, given) + "; write " + allowed);
  }

  public String given(Setting setting, String given) {
    String shown = setting.isMasked() ? Secrets.MASK : given;
    return "setting " + setting.property() + " was \"" + shown + "\"" + source(setting);
  }

  /** Returns the source of a setting, for messages; empty if the setting is not given. */
  public String source(Setting setting) {
    return onrush.hasPath(setting.key())
        ? " (from " + onrush.getValue(setting.key()).origin().description() + ")"
        : "";
  }
}
