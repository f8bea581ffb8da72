package dev.onrush.internal.settings.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.settings.table.Spelling;
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

/**
 * Reads and checks the sections of settings files that each apply to one simulation: {@code
 * onrush.simulations.NAME}.
 */
final class SimulationSections {

  /** The key of all sections. */
  static final String KEY = "simulations";

  private static final String ROOT = Setting.ROOT;

  private final ClassLoader loader;
  private final Optional<SimulationCode> code;
  private final Optional<String> simulation;
  private final List<String> notes = new ArrayList<>();

  /**
   * Creates a reader of the sections of one simulation or plan.
   *
   * @param code the classes of the simulation that is about to run, if known
   * @param simulation the name of a simulation, or of a plan that is run from Java, whose section
   *     applies in addition to the names of {@code code}
   */
  SimulationSections(
      ClassLoader loader, Optional<SimulationCode> code, Optional<String> simulation) {
    this.loader = loader;
    this.code = code;
    this.simulation = simulation;
  }

  /** Notes for the user about sections that no known simulation uses. */
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

  /**
   * Checks that the simulation of a section exists. A simulation that cannot be found may be a plan
   * that is run from Java, so the section only leads to a note, unless its name is a likely
   * misspelling of the running simulation.
   */
  private void checkSimulation(String name, String origin) {
    if (code.isEmpty() || isThisSimulation(name) || isClass(name)) {
      return;
    }
    String running = code.get().simpleName();
    String where =
        "setting onrush.simulations." + ConfigUtil.quoteString(name) + " (from " + origin + ")";
    if (Spelling.isMisspelled(name, running)) {
      throw new IllegalArgumentException(
          where + " matches no known simulation; the nearest is " + running);
    }
    notes.add(where + " matches neither " + running + " nor any other known simulation");
  }

  private boolean isThisSimulation(String name) {
    return simulation.filter(name::equals).isPresent()
        || code.filter(c -> name.equals(c.simpleName()) || name.equals(c.name())).isPresent();
  }

  /**
   * Whether a class of this name exists. A full name is found anywhere on the class path, a simple
   * name only in its folders.
   */
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
      return true; // cannot be determined, so it is assumed to exist
    }
  }

  /**
   * Returns the parts of a file that contain settings, from strongest to weakest: the sections of
   * this simulation, then the general settings.
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
      return List.of(file); // contains a substitution, which is resolved once all files are known
    }
  }
}
