package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where settings can stand, a stronger place before a weaker one: {@code -D}, environment
 * variables, the environment's file, {@code onrush.conf}. Refuses what it does not know.
 */
final class SettingsSources {

  private static final String ROOT = Setting.ROOT;
  private static final String VARIABLE_PREFIX = Setting.VARIABLE_PREFIX;
  private static final String ENV = "env";

  /** Those that are read elsewhere: the environment's name, and the simulation's, by Maven. */
  private static final List<String> READ_ELSEWHERE = List.of(ENV, "simulation");

  /** Where, in files, settings of one simulation are, by its name. */
  private static final String SIMULATIONS = "simulations";

  private static final List<String> FILES =
      List.of("onrush.conf", "onrush.json", "onrush.properties");

  /** A prefix, which may be misspelled, and a name. */
  private static final Pattern PREFIXED = Pattern.compile("([A-Za-z]+)[._](.+)");

  private final ClassLoader loader;
  private final Map<String, String> variables;
  private final Properties properties;
  private final Optional<SimulationCode> code;
  private final Optional<String> simulation;
  private final List<String> notes = new ArrayList<>();

  /**
   * Nothing is read yet.
   *
   * @param code of the simulation that is to run, if that is known
   * @param simulation its name, or that of a plan that is run from Java
   */
  SettingsSources(
      ClassLoader loader,
      Map<String, String> variables,
      Properties properties,
      Optional<SimulationCode> code,
      Optional<String> simulation) {
    this.loader = loader;
    this.variables = variables;
    this.properties = properties;
    this.code = code;
    this.simulation = simulation;
  }

  /** The name of the environment that is asked for. */
  Optional<String> environment() {
    Optional<String> asked =
        Optional.ofNullable(properties.getProperty(ENV))
            .or(() -> Optional.ofNullable(variables.get("ONRUSH_ENV")))
            .filter(name -> !name.isBlank());
    // A plain simulation may have an environment in a sense of its own.
    return asked.filter(
        name -> !isOfTheSimulation(ENV) || loader.getResource(fileOf(name)) != null);
  }

  /** What a user should know of the settings. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** All that is set, and whatever else stands in the same files. */
  Config read() {
    checkSpelling();
    Config config = fromProperties().withFallback(fromVariables());
    Optional<String> environment = environment();
    if (environment.isPresent()) {
      config = config.withFallback(forThisSimulation(environmentFile(environment.get())));
    }
    for (String name : FILES) {
      if (loader.getResource(name) != null) {
        config = config.withFallback(forThisSimulation(file(name)));
      }
    }
    try {
      // What a substitution has hidden until now.
      return forThisSimulation(config.resolve());
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new IllegalArgumentException(
          "settings cannot be read: "
              + e.getMessage()
              + "; set it, or write ${?NAME} for what may be missing",
          e);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("settings cannot be read: " + e.getMessage(), e);
    }
  }

  /** What is set below {@code onrush}; all of it is known. */
  static Config ours(Config config) {
    Config onrush = config.hasPath(ROOT) ? config.getConfig(ROOT) : ConfigFactory.empty();
    check(onrush);
    return onrush;
  }

  private static void check(Config onrush) {
    for (Setting setting : Setting.values()) {
      if (setting.isTable()) {
        checkTable(onrush, setting.key());
      } else if (onrush.hasPath(setting.key())) {
        checkShape(setting, onrush.getValue(setting.key()));
      }
    }
    onrush
        .entrySet()
        .forEach(entry -> checkKnown(ConfigUtil.splitPath(entry.getKey()), entry.getValue()));
  }

  private static void checkTable(Config onrush, String key) {
    if (onrush.hasPath(key) && onrush.getValue(key).valueType() != ConfigValueType.OBJECT) {
      throw wrongShape(key, onrush.getValue(key), "an object, as in " + key + " { NAME = … }");
    }
  }

  private static void checkShape(Setting setting, ConfigValue value) {
    String right = setting.isList() ? "a list" : "a single value";
    if (value.valueType() == ConfigValueType.OBJECT) {
      // Not of an object that is there for the sake of other keys below it.
      if (((ConfigObject) value).isEmpty()) {
        throw wrongShape(setting.key(), value, right);
      }
    } else if (value.valueType() == ConfigValueType.LIST && !setting.isList()) {
      throw wrongShape(setting.key(), value, right);
    }
  }

  private static IllegalArgumentException wrongShape(String key, ConfigValue value, String right) {
    return new IllegalArgumentException(
        "setting "
            + (key.isEmpty() ? ROOT : ROOT + "." + key)
            + " was "
            + value.render(ConfigRenderOptions.concise())
            + " (from "
            + value.origin().description()
            + "); write "
            + right);
  }

  private static String fileOf(String environment) {
    return "environments/" + environment + ".conf";
  }

  private Config environmentFile(String environment) {
    String resource = fileOf(environment);
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
    return file(resource);
  }

  /**
   * A file that is there; each mistake in it is told, also of settings that a stronger place has.
   */
  private Config file(String resource) {
    Config config;
    try {
      for (URL place : Collections.list(loader.getResources(resource))) {
        if (place.getProtocol().equals("file")
            && Files.isDirectory(Path.of(URI.create(place.toString())))) {
          throw new IllegalArgumentException(
              Path.of(URI.create(place.toString()))
                  + " is a folder; settings are read from a file of this name, so give the folder"
                  + " another one");
        }
      }
      config =
          ConfigFactory.parseResources(
              loader, resource, ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException | IOException e) {
      String cause = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          "settings of "
              + resource
              + " cannot be read: "
              + cause
              + (cause.contains("not found") || cause.contains("No such file")
                  ? "; an include(required(…)) names a file that is not there: correct it, or write"
                      + " include \"NAME\" for one that may be missing"
                  : ""),
          e);
    }
    checkSection(resource, config);
    return config;
  }

  private void checkSection(String resource, Config config) {
    try {
      Config resolved = config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
      ConfigValue section = resolved.root().get(ROOT);
      if (section == null) {
        checkNothingOutside(resource, resolved);
      } else if (section instanceof ConfigObject object) {
        Config onrush = object.toConfig();
        checkSimulations(onrush);
        check(onrush.withoutPath(SIMULATIONS));
      } else {
        throw wrongShape("", section, "an object, as in onrush { users = 100 }");
      }
    } catch (ConfigException.NotResolved | ConfigException.UnresolvedSubstitution e) {
      // It hangs on another file, and is checked once all are known.
    }
  }

  /** Whoever forgets the section has settings that nobody reads. */
  private static void checkNothingOutside(String resource, Config config) {
    List<String> outside =
        config.root().keySet().stream()
            .filter(name -> Setting.all().anyMatch(s -> s.key().equals(name)))
            .sorted()
            .toList();
    if (!outside.isEmpty()) {
      throw new IllegalArgumentException(
          resource
              + " has "
              + String.join(", ", outside)
              + " outside of onrush { … }, where nobody reads it; write onrush."
              + outside.get(0));
    }
  }

  private void checkSimulations(Config onrush) {
    checkTable(onrush, SIMULATIONS);
    if (!onrush.hasPath(SIMULATIONS)) {
      return;
    }
    onrush
        .getObject(SIMULATIONS)
        .forEach(
            (name, section) -> {
              String key = SIMULATIONS + "." + ConfigUtil.quoteString(name);
              if (!(section instanceof ConfigObject object)) {
                throw wrongShape(
                    key, section, "an object, as in simulations { " + name + " { users = 100 } }");
              }
              try {
                check(object.toConfig());
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                    "in the section of simulation \"" + name + "\": " + e.getMessage(), e);
              }
              checkSimulation(name, section.origin().description());
            });
  }

  /** A section whose simulation cannot be found may be that of a plan run from Java: it is told. */
  private void checkSimulation(String name, String origin) {
    if (code.isEmpty() || isThisSimulation(name) || isClass(name)) {
      return;
    }
    String running = code.get().simpleName();
    String where =
        "setting onrush.simulations." + ConfigUtil.quoteString(name) + " (from " + origin + ")";
    if (Spelling.isMisspelled(name, running)) {
      throw new IllegalArgumentException(
          where + " is of no simulation that can be found; the nearest is " + running);
    }
    notes.add(where + " is of no simulation that can be found beside " + running);
  }

  private boolean isThisSimulation(String name) {
    return simulation.filter(name::equals).isPresent()
        || code.filter(c -> name.equals(c.simpleName()) || name.equals(c.name())).isPresent();
  }

  /** By its full name anywhere, by its simple name in the folders of the class path. */
  private boolean isClass(String name) {
    if (loader.getResource(name.replace('.', '/') + ".class") != null) {
      return true;
    }
    try {
      for (URL root : Collections.list(loader.getResources(""))) {
        if (root.getProtocol().equals("file")) {
          try (Stream<Path> files = Files.walk(Path.of(URI.create(root.toString())))) {
            if (files.anyMatch(file -> file.endsWith(name + ".class"))) {
              return true;
            }
          }
        }
      }
      return false;
    } catch (IOException | UncheckedIOException e) {
      return true; // nobody can tell
    }
  }

  /**
   * The same settings, with those of this simulation's section before the general ones of the same
   * file, so that a stronger place stays stronger.
   */
  private Config forThisSimulation(Config config) {
    try {
      if (!(config.root().get(ROOT) instanceof ConfigObject onrush)
          || !(onrush.get(SIMULATIONS) instanceof ConfigObject sections)) {
        return config;
      }
      Config general = config.withoutPath(ROOT + "." + SIMULATIONS);
      List<String> names = new ArrayList<>();
      simulation.ifPresent(names::add);
      code.ifPresent(c -> names.addAll(List.of(c.simpleName(), c.name())));
      for (String name : names) {
        if (sections.get(name) instanceof ConfigObject section) {
          general = section.atKey(ROOT).withFallback(general);
        }
      }
      return general;
    } catch (ConfigException.NotResolved e) {
      return config; // a substitution; it is done once all are known
    }
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

  /** Whether a short name is read by a plain simulation itself, and so none of ours. */
  private boolean isOfTheSimulation(String name) {
    return code.filter(c -> c.isPlain() && c.names(name) && !c.asksFor(name)).isPresent();
  }

  private Config fromProperties() {
    Config config = ConfigFactory.empty();
    for (String name : properties.stringPropertyNames()) {
      String key =
          name.startsWith(ROOT + ".")
              ? name.substring(ROOT.length() + 1)
              : isShort(name) && !isOfTheSimulation(name) ? name : "";
      if (!key.isEmpty() && !key.startsWith("test.")) {
        checkNoSection(key, "-D" + name);
        // Gatling's Maven plugin hands "quoted" on to its JVM as \\"quoted\\".
        String text = properties.getProperty(name).replace("\\\"", "\"");
        config = config.withValue(path(key), value(text, "-D" + name));
      }
    }
    return config;
  }

  private static void checkNoSection(String key, String origin) {
    if (key.startsWith(SIMULATIONS + ".")) {
      throw new IllegalArgumentException(
          origin
              + ": sections of simulations are for files; what is given with -D is of one run"
              + " anyway, so write -Donrush."
              + key.substring(key.lastIndexOf('.') + 1));
    }
  }

  /**
   * Refuses a property that is nearly one of ours, since a run with other settings than those that
   * were asked for is worse than none. Left alone are a name whose right spelling is given as well,
   * and one that the simulation's own classes name. Only where a simulation is known: elsewhere
   * this JVM is somebody else's, with properties of its own.
   */
  private void checkSpelling() {
    if (code.isEmpty()) {
      return;
    }
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      Optional<String> meant = meant(name);
      if (meant.isPresent()
          && properties.getProperty(meant.get()) == null
          && !code.get().names(name)) {
        throw new IllegalArgumentException(
            "-D"
                + name
                + " is no setting, and no class of "
                + code.get().simpleName()
                + " reads it; write -D"
                + meant.get());
      }
    }
  }

  /** The setting that was meant by a name that is none. */
  private static Optional<String> meant(String name) {
    if (isShort(name) || READ_ELSEWHERE.contains(name) || name.startsWith(ROOT + ".")) {
      return Optional.empty();
    }
    Matcher prefixed = PREFIXED.matcher(name);
    if (prefixed.matches()) {
      String prefix = prefixed.group(1);
      String rest = prefixed.group(2);
      if (prefix.equalsIgnoreCase(ROOT) || Spelling.distance(prefix, ROOT) == 1) {
        return Setting.all()
            .filter(s -> !s.isTable())
            .filter(s -> s.key().equals(rest) || s.variable().equals(rest))
            .map(Setting::property)
            .findFirst();
      }
    }
    return Stream.concat(
            Setting.all().filter(Setting::hasShortName).map(Setting::key), READ_ELSEWHERE.stream())
        .filter(known -> Spelling.isMisspelled(name, known))
        .min(Comparator.comparingInt(known -> Spelling.distance(name, known)));
  }

  private Config fromVariables() {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(VARIABLE_PREFIX) || name.equals("ONRUSH_ENV")) {
        continue;
      }
      String rest = name.substring(VARIABLE_PREFIX.length());
      String key =
          Setting.all()
              .map(
                  s -> s.isTable() ? tableKey(s, rest) : rest.equals(s.variable()) ? s.key() : null)
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "environment variable "
                              + name
                              + " is not known; the nearest is "
                              + VARIABLE_PREFIX
                              + nearest(rest, variables())));
      config =
          config.withValue(
              path(key), value(variable.getValue(), "the environment variable " + name));
    }
    return config;
  }

  /** {@code THRESHOLDS_P95_OF_LOGIN} is {@code thresholds.p95-of-login}. */
  private static @Nullable String tableKey(Setting table, String rest) {
    String prefix = table.variable() + "_";
    return rest.startsWith(prefix)
        ? table.key()
            + "."
            + rest.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-')
        : null;
  }

  private static boolean isShort(String name) {
    return Setting.all().anyMatch(s -> s.hasShortName() && s.key().equals(name));
  }

  /** The keys; that of a table ends in a dot. */
  private static List<String> keys() {
    return Setting.all().map(s -> s.isTable() ? s.key() + "." : s.key()).toList();
  }

  private static List<String> variables() {
    return Setting.all().map(s -> s.isTable() ? s.variable() + "_" : s.variable()).toList();
  }

  /** Table names may contain dots and blanks, so they are quoted. */
  private static String path(String key) {
    for (Setting setting : Setting.values()) {
      String table = setting.key() + ".";
      if (setting.isTable() && key.startsWith(table)) {
        return ROOT + "." + table + ConfigUtil.quoteString(key.substring(table.length()));
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
        keys().stream().anyMatch(k -> k.endsWith(".") ? key.startsWith(k) : k.equals(key));
    if (!known) {
      throw new IllegalArgumentException(
          "setting onrush."
              + key
              + " (from "
              + value.origin().description()
              + ") is not known; the nearest is onrush."
              + nearest(key, keys()));
    }
  }

  private static String nearest(String given, List<String> known) {
    String nearest =
        new ArrayList<>(known)
            .stream().min(Comparator.comparingInt(k -> Spelling.distance(given, k))).orElseThrow();
    return nearest.endsWith(".") ? nearest + "NAME" : nearest;
  }
}
