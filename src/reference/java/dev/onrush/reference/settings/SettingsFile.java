package dev.onrush.reference.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;

/**
 * Reads settings one by one; the message of every error says what was given and what is allowed.
 */
final class SettingsFile {

  static final String ROOT = "reference";

  private static final String PREFIX = ROOT + ".";

  private final Config config;

  private SettingsFile(Config config) {
    this.config = config;
  }

  static SettingsFile of(Config given) {
    Config defaults = defaults();
    Config own = given.hasPath(ROOT) ? given.withOnlyPath(ROOT) : ConfigFactory.empty();
    TreeSet<String> known = new TreeSet<>();
    defaults.entrySet().forEach(entry -> known.add(entry.getKey()));
    own.entrySet()
        .forEach(
            entry -> {
              if (!known.contains(entry.getKey())) {
                throw new IllegalArgumentException(
                    "setting %s is unknown; the settings are %s; correct the name or leave it out"
                        .formatted(entry.getKey(), String.join(", ", known)));
              }
            });
    return new SettingsFile(own.withFallback(defaults));
  }

  /** Returns all settings in force, including defaults. */
  static Config complete(Config given) {
    return given.withFallback(defaults()).getConfig(ROOT);
  }

  private static Config defaults() {
    return ConfigFactory.parseResources(SettingsFile.class, "/reference-service.conf").resolve();
  }

  /** Does not use Config.getInt, which silently reads 1.5 as 1. */
  int whole(String name, int least, int most) {
    String given = text(name);
    int number;
    try {
      number = Integer.parseInt(given);
    } catch (NumberFormatException e) {
      throw wrong(name, given, "a whole number", String.valueOf(Math.max(least, 10)), e);
    }
    if (number < least || number > most) {
      throw outside(name, given, String.valueOf(least), String.valueOf(most));
    }
    return number;
  }

  Duration duration(String name, Duration shortest, Duration longest) {
    Duration given;
    try {
      given = config.getDuration(PREFIX + name);
    } catch (ConfigException e) {
      throw wrong(name, text(name), "a number and a unit", "3s", e);
    }
    if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
      throw outside(
          name, given.toMillis() + " ms", shortest.toMillis() + " ms", longest.toMillis() + " ms");
    }
    return given;
  }

  boolean flag(String name) {
    try {
      return config.getBoolean(PREFIX + name);
    } catch (ConfigException e) {
      throw wrong(name, text(name), "true or false", "true", e);
    }
  }

  double share(String name) {
    String given = text(name);
    try {
      double share = Double.parseDouble(given);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, given, "a number from 0 to 1", "0.01", e);
    }
    throw outside(name, given, "0", "1");
  }

  Latency latency(String name) {
    String given = text(name);
    try {
      return Latency.parse(given);
    } catch (IllegalArgumentException e) {
      throw wrong(name, given, String.valueOf(e.getMessage()), "exponential(20 ms)", e);
    }
  }

  Path folder(String name) {
    String given = text(name);
    Path folder = Path.of(given.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : given);
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IllegalArgumentException(
          "setting %s%s was %s; it must be an existing folder that can be written to; create it or leave the setting out"
              .formatted(PREFIX, name, folder));
    }
    return folder;
  }

  private String text(String name) {
    try {
      return config.getString(PREFIX + name);
    } catch (ConfigException e) {
      throw wrong(
          name,
          config.getValue(PREFIX + name).unwrapped().toString(),
          "a single value",
          "the default",
          e);
    }
  }

  private static IllegalArgumentException wrong(
      String name, String given, String allowed, String example, Exception cause) {
    return new IllegalArgumentException(
        "setting %s%s was \"%s\"; it must be %s; use %s, for example"
            .formatted(PREFIX, name, given, allowed, example),
        cause);
  }

  private static IllegalArgumentException outside(
      String name, String given, String least, String most) {
    return new IllegalArgumentException(
        "setting %s%s was %s; it must be from %s to %s"
            .formatted(PREFIX, name, given, least, most));
  }
}
