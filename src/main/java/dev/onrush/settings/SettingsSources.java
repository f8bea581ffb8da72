package dev.onrush.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where settings can stand, a stronger place before a weaker one: {@code -D}, environment
 * variables, the environment's file, {@code onrush.conf}. Refuses what it does not know.
 */
final class SettingsSources {

  private static final String ROOT = "onrush";
  private static final String VARIABLE_PREFIX = "ONRUSH_";

  /** The keys below {@code onrush}; a key that ends in a dot is a table of free names. */
  private static final List<String> KEYS =
      List.of(
          "target",
          "users",
          "scale",
          "pace",
          "seed",
          "preview",
          "warmUp",
          "dashboard",
          "dashboardHost",
          "dashboardPort",
          "dashboardToken",
          "dashboardStay",
          "allowedHosts",
          "localAddresses",
          "verifyCertificates",
          "checkTarget",
          "reports",
          "gatling.report",
          "console",
          "progress",
          "thresholds.",
          "failOnWarnings",
          "impliedErrorRate",
          "baseline",
          "service.metrics",
          "service.keep",
          "generator.",
          "export.prometheus",
          "export.otlp",
          "export.interval",
          "export.headers.",
          "export.lastScrape",
          "webhook",
          "windDownAtMost",
          "awaitAnswers",
          "injectors",
          "cluster.listen",
          "cluster.join",
          "cluster.secret",
          "cluster.onLoss",
          "cluster.wait",
          "secrets.");

  /** What can be said without the prefix, as in -Dusers=100. */
  private static final List<String> SHORT =
      List.of(
          "target",
          "users",
          "scale",
          "pace",
          "seed",
          "preview",
          "warmUp",
          "dashboard",
          "baseline",
          "injectors",
          "cluster.listen",
          "cluster.join",
          "cluster.onLoss",
          "cluster.wait",
          "gatling.report");

  private SettingsSources() {}

  /** All that is set, and whatever else stands in the same files. */
  static Config read(
      ClassLoader loader,
      Optional<String> environment,
      Map<String, String> variables,
      Properties properties) {
    try {
      return fromProperties(properties)
          .withFallback(fromVariables(variables))
          .withFallback(environment.map(name -> file(loader, name)).orElse(ConfigFactory.empty()))
          .withFallback(ConfigFactory.parseResourcesAnySyntax(loader, ROOT))
          .resolve();
    } catch (ConfigException e) {
      throw new IllegalArgumentException("settings cannot be read: " + e.getMessage(), e);
    }
  }

  /** What is set below {@code onrush}; all of it is known. */
  static Config ours(Config config) {
    Config onrush = config.hasPath(ROOT) ? config.getConfig(ROOT) : ConfigFactory.empty();
    onrush
        .entrySet()
        .forEach(entry -> checkKnown(ConfigUtil.splitPath(entry.getKey()), entry.getValue()));
    return onrush;
  }

  private static Config file(ClassLoader loader, String environment) {
    String resource = "environments/" + environment + ".conf";
    if (loader.getResource(resource) == null) {
      throw new IllegalArgumentException(
          "environment was \""
              + environment
              + "\", but there is no "
              + resource
              + " beside the simulations; there is "
              + known(loader)
              + "; choose one with -Denv=NAME");
    }
    return ConfigFactory.parseResources(loader, resource);
  }

  private static String known(ClassLoader loader) {
    URL folder = loader.getResource("environments");
    String @Nullable [] files =
        folder == null || !folder.getProtocol().equals("file")
            ? null
            : new File(URI.create(folder.toString())).list((dir, name) -> name.endsWith(".conf"));
    return files == null || files.length == 0
        ? "none"
        : String.join(
            ", ", Arrays.stream(files).map(f -> f.substring(0, f.length() - 5)).sorted().toList());
  }

  private static Config fromProperties(Properties properties) {
    Config config = ConfigFactory.empty();
    for (String name : properties.stringPropertyNames()) {
      String key =
          name.startsWith(ROOT + ".")
              ? name.substring(ROOT.length() + 1)
              : SHORT.contains(name) ? name : "";
      if (!key.isEmpty() && !key.startsWith("test.")) {
        // Gatling's Maven plugin hands "quoted" on to its JVM as \\"quoted\\".
        String text = properties.getProperty(name).replace("\\\"", "\"");
        config = config.withValue(path(key), value(text, "-D" + name));
      }
    }
    return config;
  }

  private static Config fromVariables(Map<String, String> variables) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(VARIABLE_PREFIX) || name.equals("ONRUSH_ENV")) {
        continue;
      }
      String rest = name.substring(VARIABLE_PREFIX.length());
      String key =
          KEYS.stream()
              .map(k -> k.endsWith(".") ? tableKey(k, rest) : rest.equals(variable(k)) ? k : null)
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "environment variable "
                              + name
                              + " is not known; the nearest is "
                              + VARIABLE_PREFIX
                              + nearest(
                                  rest, KEYS.stream().map(SettingsSources::variable).toList())));
      config =
          config.withValue(
              path(key), value(variable.getValue(), "the environment variable " + name));
    }
    return config;
  }

  /** {@code THRESHOLDS_P95_OF_LOGIN} is {@code thresholds.p95-of-login}. */
  private static @Nullable String tableKey(String table, String rest) {
    String prefix = variable(table.substring(0, table.length() - 1)) + "_";
    return rest.startsWith(prefix)
        ? table + rest.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-')
        : null;
  }

  /** {@code allowedHosts} is {@code ALLOWED_HOSTS}. */
  static String variable(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1_$2")
        .replaceAll("[.-]", "_")
        .toUpperCase(Locale.ROOT);
  }

  /** Table names may contain dots and blanks, so they are quoted. */
  private static String path(String key) {
    for (String known : KEYS) {
      if (known.endsWith(".") && key.startsWith(known)) {
        return ROOT + "." + known + ConfigUtil.quoteString(key.substring(known.length()));
      }
    }
    return ROOT + "." + ConfigUtil.joinPath(key.split("\\.", -1));
  }

  private static ConfigValue value(String text, String origin) {
    return ConfigValueFactory.fromAnyRef(text, origin);
  }

  private static void checkKnown(List<String> path, ConfigValue value) {
    String key = String.join(".", path);
    boolean known =
        KEYS.stream().anyMatch(k -> k.endsWith(".") ? key.startsWith(k) : k.equals(key));
    if (!known) {
      throw new IllegalArgumentException(
          "setting onrush."
              + key
              + " (from "
              + value.origin().description()
              + ") is not known; the nearest is onrush."
              + nearest(key, KEYS));
    }
  }

  private static String nearest(String given, List<String> known) {
    String nearest =
        new ArrayList<>(known)
            .stream().min(Comparator.comparingInt(k -> distance(given, k))).orElseThrow();
    return nearest.endsWith(".") ? nearest + "NAME" : nearest;
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted =
            diagonal
                + (Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1))
                    ? 0
                    : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
