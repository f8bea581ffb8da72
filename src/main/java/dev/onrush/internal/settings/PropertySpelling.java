package dev.onrush.internal.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds properties, given with {@code -D}, whose name is nearly that of a setting. */
final class PropertySpelling {

  /** Those that are read elsewhere: the environment's name, and the simulation's, by Maven. */
  private static final List<String> READ_ELSEWHERE = List.of("env", "simulation");

  /** A prefix, which may be misspelled, and a name. */
  private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]+)[._](.+)");

  private PropertySpelling() {}

  /**
   * Refuses a property that is nearly one of ours, since a run with other settings than those that
   * were asked for is worse than none. Left alone are a name whose right spelling is given as well,
   * and one that the simulation's own classes name. Only where a simulation is known: elsewhere
   * this JVM is somebody else's, with properties of its own.
   */
  static void check(Properties properties, SimulationCode code) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      Optional<String> meant = meant(name);
      if (meant.isPresent() && properties.getProperty(meant.get()) == null && !code.names(name)) {
        throw new IllegalArgumentException(
            "-D"
                + name
                + " is no setting, and no class of "
                + code.simpleName()
                + " reads it; write -D"
                + meant.get());
      }
    }
  }

  /** The setting that was meant by a name that is none. */
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
        return Setting.all()
            .filter(s -> !s.isTable())
            .filter(s -> s.key().equals(rest) || s.variable().equals(Optional.of(rest)))
            .map(Setting::property)
            .findFirst();
      }
    }
    return Stream.concat(
            Setting.all().filter(Setting::hasShortName).map(Setting::key), READ_ELSEWHERE.stream())
        .filter(known -> Spelling.isMisspelled(name, known))
        .min(Comparator.comparingInt(known -> Spelling.distance(name, known)));
  }
}
