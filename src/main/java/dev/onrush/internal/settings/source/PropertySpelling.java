package dev.onrush.internal.settings.source;

import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.SettingProperties;
import dev.onrush.internal.settings.table.Spelling;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds properties, given with {@code -D}, whose names are misspelled names of settings. */
final class PropertySpelling {

  /**
   * Known properties other than settings: the name of the environment, and the name of the
   * simulation, which Maven reads.
   */
  private static final List<String> READ_ELSEWHERE = List.of("env", "simulation");

  /**
   * The length from which a misspelled key of a setting without a short name is recognised without
   * its prefix. A shorter name may belong to other code.
   */
  private static final int DISTINCT = 10;

  /** A prefix, which may be misspelled, and a name. */
  private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]+)[._](.+)");

  private static final String THRESHOLDS = Setting.THRESHOLDS.property() + ".";

  private PropertySpelling() {}

  /**
   * Rejects a property whose name is nearly the name of a setting, since a run with unintended
   * settings is worse than no run. A name is accepted if its correct spelling is given as well, or
   * if the simulation's own classes contain it. The check requires a known simulation: in another
   * JVM, properties may belong to other code. Bounds of thresholds are left to {@link #thresholds}.
   */
  static void check(Properties properties, SimulationCode code) {
    misspelled(properties, code)
        .forEach(
            (name, meant) -> {
              if (!isThreshold(meant)) {
                throw new IllegalArgumentException(
                    "-D"
                        + name
                        + " is not a setting, and no class of "
                        + code.simpleName()
                        + " reads it; write -D"
                        + meant);
              }
            });
  }

  /**
   * Returns the bounds of thresholds, by the name of the threshold, whose properties are
   * misspelled. Only the plan knows the names that are allowed, so that the bounds are rejected
   * when it is known.
   */
  static Map<String, SourcedText> thresholds(Properties properties, SimulationCode code) {
    Map<String, SourcedText> bounds = new TreeMap<>();
    misspelled(properties, code)
        .forEach(
            (name, meant) -> {
              if (isThreshold(meant)) {
                bounds.put(
                    meant.substring(THRESHOLDS.length()),
                    new SourcedText(properties.getProperty(name), "-D" + name));
              }
            });
    return bounds;
  }

  private static boolean isThreshold(String property) {
    return property.startsWith(THRESHOLDS);
  }

  /** Returns what each misspelled name most likely means, by that name. */
  private static Map<String, String> misspelled(Properties properties, SimulationCode code) {
    Map<String, String> found = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      meant(name)
          .filter(meant -> properties.getProperty(meant) == null && !code.names(name))
          .ifPresent(meant -> found.put(name, meant));
    }
    return found;
  }

  /**
   * Returns the name that a misspelled name most likely means; empty if the name is not misspelled.
   */
  private static Optional<String> meant(String name) {
    if (SettingProperties.isShort(name)
        || READ_ELSEWHERE.contains(name)
        || name.startsWith(Setting.ROOT + ".")) {
      return Optional.empty();
    }
    Matcher prefixed = PREFIXED.matcher(name);
    if (prefixed.matches()) {
      String prefix = prefixed.group(1);
      String rest = prefixed.group(2);
      if (prefix.equalsIgnoreCase(Setting.ROOT) || Spelling.distance(prefix, Setting.ROOT) == 1) {
        return Setting.all().flatMap(setting -> afterPrefix(setting, rest).stream()).findFirst();
      }
    }
    return Stream.concat(
            Setting.all().filter(Setting::hasShortName).map(Setting::key), READ_ELSEWHERE.stream())
        .filter(known -> Spelling.isMisspelled(name, known))
        .min(Comparator.comparingInt(known -> Spelling.distance(name, known)))
        .or(() -> withoutPrefix(name));
  }

  /**
   * Returns the full name of this setting if {@code rest}, what follows a misspelled prefix, is its
   * key, or its environment variable without the prefix.
   */
  private static Optional<String> afterPrefix(Setting setting, String rest) {
    Optional<String> variable = setting.variable();
    if (!setting.isTable()) {
      return rest.equals(setting.key()) || variable.equals(Optional.of(rest))
          ? Optional.of(setting.property())
          : Optional.empty();
    }
    return setting.isNamed(rest)
        ? Optional.of(entry(setting, rest.substring(setting.key().length() + 1)))
        : variable
            .filter(rest::startsWith)
            .map(begin -> rest.substring(begin.length()).toLowerCase(Locale.ROOT))
            .map(name -> entry(setting, name.replace('_', '-')));
  }

  /**
   * Returns the full name of a setting that has no short one, if its key was given: {@code
   * onrush.thresholds.p95} for {@code thresholds.p95}. A key of one lower-case word is left alone,
   * since other code may read a property with this name.
   */
  private static Optional<String> withoutPrefix(String name) {
    for (Setting setting : Setting.values()) {
      String key = setting.key();
      if (setting.isTable()) {
        // The name of an entry may itself contain dots.
        String[] parts = name.split("\\.", key.split("\\.", -1).length + 1);
        String entry = parts[parts.length - 1];
        String table = name.substring(0, Math.max(0, name.length() - entry.length() - 1));
        if (!entry.isEmpty() && isKey(table, key)) {
          return Optional.of(entry(setting, entry));
        }
      } else if (!setting.hasShortName() && !key.matches("[a-z]+") && isKey(name, key)) {
        return Optional.of(setting.property());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the full name of an entry of a table. If the table has no such name, it is the similar
   * one, or else a placeholder and all names.
   */
  private static String entry(Setting table, String name) {
    List<String> names = table.names();
    return table.property()
        + "."
        + (names.isEmpty() || names.contains(name)
            ? name
            : Spelling.nearest(name, names)
                .orElseGet(() -> "NAME" + SettingsCheck.whereNameIs(names)));
  }

  private static boolean isKey(String given, String key) {
    return given.equals(key) || (key.length() >= DISTINCT && Spelling.isMisspelled(given, key));
  }
}
