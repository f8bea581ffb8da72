package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sections of files that are for one simulation: {@code onrush.simulations.NAME}. */
final class SimulationSections {

  /** The key of all sections. */
  static final String KEY = "simulations";

  private static final String ROOT = Setting.ROOT;

  private final ClassLoader loader;
  private final Optional<SimulationCode> code;
  private final Optional<String> simulation;
  private final List<String> notes = new ArrayList<>();

  /**
   * The sections of files beside a simulation.
   *
   * @param code of the simulation that is to run, if that is known
   * @param simulation its name, or that of a plan that is run from Java
   */
  SimulationSections(
      ClassLoader loader, Optional<SimulationCode> code, Optional<String> simulation) {
    this.loader = loader;
    this.code = code;
    this.simulation = simulation;
  }

  /** What a user should know of sections that nobody reads. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  void check(Config onrush) {
    SettingsCheck.checkTable(onrush, KEY);
    if (!onrush.hasPath(KEY)) {
      return;
    }
    onrush
        .getObject(KEY)
        .forEach(
            (name, section) -> {
              String key = KEY + "." + ConfigUtil.quoteString(name);
              if (!(section instanceof ConfigObject object)) {
                throw SettingsCheck.wrongShape(
                    key, section, "an object, as in simulations { " + name + " { users = 100 } }");
              }
              try {
                SettingsCheck.check(object.toConfig());
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
   * The places of settings in a file, a stronger one before a weaker one: the sections of this
   * simulation, then what is general.
   */
  List<Config> places(Config file) {
    try {
      if (!(file.root().get(ROOT) instanceof ConfigObject onrush)
          || !(onrush.get(KEY) instanceof ConfigObject sections)) {
        return List.of(file);
      }
      List<Config> places = new ArrayList<>(List.of(file.withoutPath(ROOT + "." + KEY)));
      List<String> names = new ArrayList<>();
      simulation.ifPresent(names::add);
      code.ifPresent(c -> names.addAll(List.of(c.simpleName(), c.name())));
      for (String name : names) {
        if (sections.get(name) instanceof ConfigObject section) {
          places.add(0, section.atKey(ROOT));
        }
      }
      return places;
    } catch (ConfigException.NotResolved e) {
      return List.of(file); // a substitution; it is done once all are known
    }
  }
}
