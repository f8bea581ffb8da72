package dev.onrush.reference;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the reference service can be told; meaning, range and default of each stand in {@code
 * reference-service.conf}.
 *
 * @param poolSize 0 for one connection per request
 * @param folder where the database's temporary folder is made
 */
record ServiceSettings(
    int port,
    int workerThreads,
    int poolSize,
    Duration connectionTimeout,
    int maxConnections,
    Path folder,
    int iterations,
    Duration tokenLifetime,
    int seedUsers,
    int seedGroups) {

  private static final String PREFIX = "reference.";

  ServiceSettings {
    requireRange("http.port", port, 0, 65_535);
    requireRange("http.worker-threads", workerThreads, 1, 1_000);
    requireRange("pool.size", poolSize, 0, 1_000);
    requireRange(
        "pool.connection-timeout",
        connectionTimeout,
        "250 ms",
        Duration.ofMillis(250),
        "60 s",
        Duration.ofSeconds(60));
    requireRange("postgres.max-connections", maxConnections, 5, 1_000);
    requireFolder(folder);
    requireRange("passwords.iterations", iterations, 1, 10_000_000);
    requireRange(
        "tokens.lifetime", tokenLifetime, "1 s", Duration.ofSeconds(1), "7 d", Duration.ofDays(7));
    requireRange("seed.users", seedUsers, 1, 100_000);
    requireRange("seed.groups", seedGroups, 0, 1_000_000);
  }

  /** The defaults, replaced by those of {@code properties} whose names begin with "reference.". */
  static ServiceSettings from(Properties properties) {
    Config defaults =
        ConfigFactory.parseResources(ServiceSettings.class, "/reference-service.conf").resolve();
    Map<String, String> given = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        given.put(name, properties.getProperty(name));
      }
    }
    TreeSet<String> known = new TreeSet<>();
    defaults.entrySet().forEach(entry -> known.add(entry.getKey()));
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "setting %s is unknown; known are %s; correct the name or leave it out"
                .formatted(name, String.join(", ", known)));
      }
    }

    Config config = ConfigFactory.parseMap(given).withFallback(defaults);
    return new ServiceSettings(
        whole(config, "http.port"),
        whole(config, "http.worker-threads"),
        whole(config, "pool.size"),
        duration(config, "pool.connection-timeout"),
        whole(config, "postgres.max-connections"),
        folder(config),
        whole(config, "passwords.iterations"),
        duration(config, "tokens.lifetime"),
        whole(config, "seed.users"),
        whole(config, "seed.groups"));
  }

  /** Not Config.getInt, which silently makes 1 of 1.5. */
  private static int whole(Config config, String name) {
    String given = config.getString(PREFIX + name);
    try {
      return Integer.parseInt(given);
    } catch (NumberFormatException e) {
      throw wrong(name, given, "a whole number", "10", e);
    }
  }

  private static Duration duration(Config config, String name) {
    try {
      return config.getDuration(PREFIX + name);
    } catch (ConfigException e) {
      throw wrong(name, config.getString(PREFIX + name), "a number and a unit", "3s", e);
    }
  }

  private static Path folder(Config config) {
    String given = config.getString(PREFIX + "postgres.folder");
    return Path.of(given.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : given);
  }

  private static IllegalArgumentException wrong(
      String name, String given, String allowed, String example, Exception cause) {
    return new IllegalArgumentException(
        "setting %s%s was \"%s\"; it must be %s; use for instance %s"
            .formatted(PREFIX, name, given, allowed, example),
        cause);
  }

  private static void requireRange(String name, int given, int least, int most) {
    if (given < least || given > most) {
      throw outside(name, Integer.toString(given), Integer.toString(least), Integer.toString(most));
    }
  }

  private static void requireRange(
      String name, Duration given, String least, Duration shortest, String most, Duration longest) {
    if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
      throw outside(name, given.toMillis() + " ms", least, most);
    }
  }

  private static IllegalArgumentException outside(
      String name, String given, String least, String most) {
    return new IllegalArgumentException(
        "setting %s%s was %s; allowed are %s to %s; use a value between them"
            .formatted(PREFIX, name, given, least, most));
  }

  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IllegalArgumentException(
          "setting %spostgres.folder was %s; it must be an existing folder that can be written to; make it or leave the setting out"
              .formatted(PREFIX, folder));
    }
  }
}
