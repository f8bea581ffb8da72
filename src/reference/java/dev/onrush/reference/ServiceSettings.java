package dev.onrush.reference;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What reference-service.conf says; see there for the meaning of each.
 *
 * @param port 0 to 65535
 */
record ServiceSettings(
    int port,
    int workers,
    int poolSize,
    Duration poolTimeout,
    int maxConnections,
    int passwordIterations,
    Duration tokenLifetime,
    int seeded,
    String seededPassword) {

  private static final String ROOT = "reference";

  ServiceSettings {
    within("port", port, 0, 65_535);
    within("workers", workers, 1, 1_000);
    within("pool.size", poolSize, 1, 10_000);
    within("maxConnections", maxConnections, 10, 10_000);
    within("passwordIterations", passwordIterations, 1, 10_000_000);
    within("seeded", seeded, 1, 100_000);
    within("pool.timeout in milliseconds", poolTimeout.toMillis(), 250, 600_000);
    within("tokenLifetime in seconds", tokenLifetime.toSeconds(), 1, 31_536_000);
  }

  /**
   * The file's settings under those of {@code -D}.
   *
   * @throws IllegalArgumentException if one is not known or out of range
   */
  static ServiceSettings load(Properties properties) {
    Config file = ConfigFactory.parseResources("reference-service.conf").getConfig(ROOT);
    try {
      Config given = ConfigFactory.parseProperties(properties);
      Config own = given.hasPath(ROOT) ? given.getConfig(ROOT) : ConfigFactory.empty();
      for (var entry : own.entrySet()) {
        if (!file.hasPath(entry.getKey())) {
          TreeSet<String> known = new TreeSet<>();
          file.entrySet().forEach(e -> known.add(e.getKey()));
          throw new IllegalArgumentException(
              "setting reference."
                  + entry.getKey()
                  + " is not known; there are "
                  + String.join(", ", known));
        }
      }
      Config config = own.withFallback(file);
      return new ServiceSettings(
          config.getInt("port"),
          config.getInt("workers"),
          config.getInt("pool.size"),
          config.getDuration("pool.timeout"),
          config.getInt("maxConnections"),
          config.getInt("passwordIterations"),
          config.getDuration("tokenLifetime"),
          config.getInt("seeded"),
          config.getString("seededPassword"));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("setting cannot be read: " + e.getMessage(), e);
    }
  }

  private static void within(String name, long given, long least, long most) {
    if (given < least || given > most) {
      throw new IllegalArgumentException(
          "setting reference."
              + name
              + " was "
              + given
              + "; "
              + least
              + " to "
              + most
              + " are allowed");
    }
  }
}
