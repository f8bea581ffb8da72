package dev.onrush.internal.settings.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import dev.onrush.internal.settings.table.Setting;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and merges the sources of settings. From strongest to weakest, these are the settings that
 * are given outside of files, the environment's file, and {@code onrush.conf}. Rejects unknown
 * settings.
 */
public final class SettingsSources {

  private static final String ROOT = Setting.ROOT;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * The settings whose short names are never left to the simulation. If it took {@code -Dpreview}
   * for its own property, the run would send load instead, which is worse than a missing property.
   */
  private static final Set<Setting> INSTEAD_OF_THE_LOAD = Set.of(Setting.PREVIEW, Setting.ONCE);

  /** The settings that shape the load of a plan. They have no effect on a plain simulation. */
  private static final Set<Setting> OF_PLANS =
      Set.of(
          Setting.TARGET,
          Setting.AGAINST,
          Setting.DUET,
          Setting.STOP_WHEN_CERTAIN,
          Setting.USERS,
          Setting.SCALE,
          Setting.PACE,
          Setting.ONLY,
          Setting.SEED,
          Setting.INJECTORS);

  private static final List<String> FILES =
      List.of("onrush.conf", "onrush.json", "onrush.properties");

  private final ClassLoader loader;
  private final GivenSettings given;
  private final Optional<SimulationCode> code;
  private final SimulationSections sections;

  /**
   * Creates the sources without reading them.
   *
   * @param code the classes of the simulation that is about to run, if known
   * @param simulation the name of a simulation, or of a plan that is run from Java, whose section
   *     applies in addition to the names of {@code code}
   */
  public SettingsSources(
      ClassLoader loader,
      GivenSettings given,
      Optional<SimulationCode> code,
      Optional<String> simulation) {
    this.loader = loader;
    this.given = given;
    this.code = code;
    this.sections = new SimulationSections(loader, code, simulation);
  }

  /** The name of the selected environment. */
  public Optional<String> environment() {
    return given.environment(this::isLeftToSimulation);
  }

  /**
   * Whether {@code -Denv} with this value is a property of the plain simulation: the simulation
   * reads it, and there is no file of this environment.
   */
  private boolean isLeftToSimulation(String environment) {
    return !environment.isBlank()
        && isOfTheSimulation(GivenSettings.ENV)
        && loader.getResource(fileOf(environment)) == null;
  }

  /** The settings that are given outside of files. */
  public GivenSettings given() {
    return given;
  }

  /** Notes for the user about the settings. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(sections.notes());
    Optional.ofNullable(given.properties().getProperty(GivenSettings.ENV))
        .filter(this::isLeftToSimulation)
        .ifPresent(
            name ->
                notes.add(
                    leftToTheSimulation(GivenSettings.ENV, "=" + name)
                        + "there is no "
                        + fileOf(name)
                        + environment()
                            .map(used -> ", and the environment is " + used)
                            .orElse("")));
    Setting.all()
        .filter(setting -> setting.hasShortName() && isPropertyOfTheSimulation(setting.key()))
        .map(
            setting ->
                leftToTheSimulation(setting.key(), "")
                    + "it is not the setting"
                    + (OF_PLANS.contains(setting)
                        ? ""
                        : "; for the setting, write -D" + setting.property()))
        .sorted()
        .forEach(notes::add);
    return notes;
  }

  /**
   * Returns the note that a property is left to the simulation. The wording is true even if the
   * classes contain the text for another purpose and read other properties.
   */
  private String leftToTheSimulation(String name, String value) {
    return "-D"
        + name
        + value
        + " is left to "
        + code.map(SimulationCode::simpleName).orElseThrow()
        + ", whose classes contain the text \""
        + name
        + "\" and read properties; ";
  }

  /**
   * Bounds of thresholds, by the name of the threshold, in properties with misspelled names. The
   * run has to be refused because of them once its plan is known.
   */
  public Map<String, SourcedText> misspelledThresholds() {
    return code.map(c -> PropertySpelling.thresholds(given.properties(), c)).orElse(Map.of());
  }

  /** Returns all settings, including everything else in the same files. */
  public Config read() {
    code.ifPresent(c -> PropertySpelling.check(given.properties(), c));
    List<Config> files = files();
    Config strongest = given.config(this::isOfTheSimulation, merged(files));
    List<Config> places = Stream.concat(Stream.of(strongest), files.stream()).toList();
    try {
      // A substitution may have hidden sections until now. Sections are weaker than the settings
      // outside of files.
      List<Config> found = sections.places(merged(places).resolve());
      return withoutHidden(TableNames.deduplicated(strongest.withFallback(merged(found)), places));
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new IllegalArgumentException(
          "settings cannot be read: "
              + e.getMessage()
              + "; set it, or write ${?NAME} if it may be missing",
          e);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("settings cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Removes the settings of plans that an environment variable or a file sets, if the simulation
   * reads a given property of the same name, which is stronger.
   */
  private Config withoutHidden(Config config) {
    Config left = config;
    for (Setting setting : OF_PLANS) {
      String path = setting.property();
      if (isPropertyOfTheSimulation(setting.key())
          && config.hasPath(path)
          && !GivenSettings.isProperty(config.getValue(path))) {
        left = left.withoutPath(path);
      }
    }
    return left;
  }

  /** The sources in files, from strongest to weakest. */
  private List<Config> files() {
    List<Config> places = new ArrayList<>();
    environment().ifPresent(name -> places.addAll(sections.places(environmentFile(name))));
    for (String name : FILES) {
      if (loader.getResource(name) != null) {
        places.addAll(sections.places(file(name)));
      }
    }
    return places;
  }

  private static Config merged(List<Config> places) {
    return places.stream().reduce(ConfigFactory.empty(), Config::withFallback);
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
              + " on the class path; "
              + known(loader));
    }
    return file(resource);
  }

  /**
   * Reads an existing file. Each wrong name or shape in it is reported, even of a setting that a
   * stronger source overrides. Values are read later, once all sources are known, and only the
   * values in effect.
   */
  private Config file(String resource) {
    Config config;
    try {
      for (URL place : Collections.list(loader.getResources(resource))) {
        if (place.getProtocol().equals("file")
            && Files.isDirectory(Path.of(URI.create(place.toString())))) {
          throw new IllegalArgumentException(
              Path.of(URI.create(place.toString()))
                  + " is a folder, but settings are read from a file of this name; rename the"
                  + " folder");
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
                  ? "; an include(required(…)) names a file that does not exist: correct the"
                      + " name, or write include \"NAME\" if the file may be missing"
                  : ""),
          e);
    }
    Config read = withoutMark(config);
    checkSection(resource, read);
    return read;
  }

  private void checkSection(String resource, Config config) {
    try {
      Config resolved = config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
      ConfigValue section = resolved.root().get(ROOT);
      if (section == null) {
        checkNothingOutside(resource, resolved);
      } else if (section instanceof ConfigObject object) {
        Config onrush = object.toConfig();
        sections.check(onrush);
        SettingsCheck.check(onrush.withoutPath(SimulationSections.KEY));
      } else {
        throw SettingsCheck.wrongShape("", section, "an object, as in onrush { users = 100 }");
      }
    } catch (ConfigException.NotResolved | ConfigException.UnresolvedSubstitution e) {
      // A substitution depends on another file; it is checked once all files are known.
    }
  }

  /** Rejects settings outside of {@code onrush}, which would otherwise be ignored. */
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
              + " outside of onrush { … }, where settings are ignored; write onrush."
              + outside.get(0));
    }
  }

  /**
   * Removes a byte-order mark from the first name. Only in a properties file does the mark become
   * part of the name; other formats skip it.
   */
  private static Config withoutMark(Config config) {
    Config read = config;
    for (Map.Entry<String, ConfigValue> each : config.root().entrySet()) {
      String name = each.getKey();
      if (name.startsWith(BYTE_ORDER_MARK)) {
        Config first = each.getValue().atKey(name.substring(BYTE_ORDER_MARK.length()));
        read = read.root().withoutKey(name).toConfig().withFallback(first);
      }
    }
    return read;
  }

  private static String known(ClassLoader loader) {
    URL folder = loader.getResource("environments");
    String @Nullable [] files =
        folder == null || !folder.getProtocol().equals("file")
            ? null
            : new File(URI.create(folder.toString())).list((dir, name) -> name.endsWith(".conf"));
    return files == null || files.length == 0
        ? "no environments are available: create this file, or leave the environment out"
        : "available environments: "
            + String.join(
                ", ",
                Arrays.stream(files).map(f -> f.substring(0, f.length() - 5)).sorted().toList())
            + "; choose one with -Denv=NAME";
  }

  /** Whether a property of this name is given and belongs to the simulation. */
  private boolean isPropertyOfTheSimulation(String name) {
    return given.properties().getProperty(name) != null && isOfTheSimulation(name);
  }

  /**
   * Whether a plain simulation is assumed to read this short name, so that it is not one of our
   * settings.
   */
  private boolean isOfTheSimulation(String name) {
    return code.filter(c -> c.isPlain() && c.reads(name) && !c.asksFor(name)).isPresent()
        && INSTEAD_OF_THE_LOAD.stream().noneMatch(setting -> setting.key().equals(name));
  }
}
