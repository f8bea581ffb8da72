package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
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
 * The places of settings, a stronger one before a weaker one: what is given outside of files, the
 * environment's file, {@code onrush.conf}. Refuses what it does not know.
 */
final class SettingsSources {

  private static final String ROOT = Setting.ROOT;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Always ours: a load that is sent in their place is worse than a property that is missing. */
  private static final Set<Setting> INSTEAD_OF_THE_LOAD = Set.of(Setting.PREVIEW, Setting.ONCE);

  /** What shapes the load of a plan; it has no effect on a plain simulation. */
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
   * Nothing is read yet.
   *
   * @param code of the simulation that is to run, if that is known
   * @param simulation its name, or that of a plan that is run from Java
   */
  SettingsSources(
      ClassLoader loader,
      GivenSettings given,
      Optional<SimulationCode> code,
      Optional<String> simulation) {
    this.loader = loader;
    this.given = given;
    this.code = code;
    this.sections = new SimulationSections(loader, code, simulation);
  }

  /** The name of the environment that is asked for. */
  Optional<String> environment() {
    return given.environment(this::isInASenseOfItsOwn);
  }

  /**
   * Whether {@code -Denv} with this value is for a plain simulation, and there is no file for it.
   */
  private boolean isInASenseOfItsOwn(String environment) {
    return !environment.isBlank()
        && isOfTheSimulation(GivenSettings.ENV)
        && loader.getResource(fileOf(environment)) == null;
  }

  /** What is given outside of files. */
  GivenSettings given() {
    return given;
  }

  /** What a user should know of the settings. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(sections.notes());
    Optional.ofNullable(given.properties().getProperty(GivenSettings.ENV))
        .filter(this::isInASenseOfItsOwn)
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
                        : "; write -D" + setting.property() + " for that"))
        .sorted()
        .forEach(notes::add);
    return notes;
  }

  /** True also where the classes have the text for another purpose, and read other properties. */
  private String leftToTheSimulation(String name, String value) {
    return "-D"
        + name
        + value
        + " is left to "
        + code.map(SimulationCode::simpleName).orElseThrow()
        + ", whose classes have \""
        + name
        + "\" as a text and read properties; ";
  }

  /** All that is set, and whatever else stands in the same files. */
  Config read() {
    code.ifPresent(c -> PropertySpelling.check(given.properties(), c));
    List<Config> files = files();
    Config strongest = given.config(this::isOfTheSimulation, merged(files));
    List<Config> places = Stream.concat(Stream.of(strongest), files.stream()).toList();
    try {
      // A substitution may have hidden sections until now; they are weaker than what is given.
      List<Config> found = sections.places(merged(places).resolve());
      return withoutHidden(TableNames.once(strongest.withFallback(merged(found)), places));
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

  /**
   * Without what a variable or a file has for a plan, where the simulation reads the property of
   * this name, which is stronger.
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

  /** The places in files, a stronger one before a weaker one. */
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
              + " beside the simulations; there is "
              + known(loader)
              + "; choose one with -Denv=NAME");
    }
    return file(resource);
  }

  /**
   * A file that is there; each wrong name and shape in it is told, also of settings that a stronger
   * place has. Values are read once all places are known, those that count alone.
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

  /** In properties, a byte-order mark becomes part of the first name; elsewhere it is passed by. */
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
        ? "none"
        : String.join(
            ", ", Arrays.stream(files).map(f -> f.substring(0, f.length() - 5)).sorted().toList());
  }

  /** Whether a property of this name is given, and is the simulation's own. */
  private boolean isPropertyOfTheSimulation(String name) {
    return given.properties().getProperty(name) != null && isOfTheSimulation(name);
  }

  /** Whether a short name is taken to be read by a plain simulation, and so is none of ours. */
  private boolean isOfTheSimulation(String name) {
    return code.filter(c -> c.isPlain() && c.reads(name) && !c.asksFor(name)).isPresent()
        && INSTEAD_OF_THE_LOAD.stream().noneMatch(setting -> setting.key().equals(name));
  }
}
