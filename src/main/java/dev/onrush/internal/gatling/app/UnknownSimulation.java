package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.onrush.internal.text.UserCode;
import io.gatling.javaapi.core.Simulation;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Reports in one line that no simulation has the requested name, and which simulations exist. In
 * this case, Gatling logs a {@code ClassNotFoundException} before any class of the simulation is
 * loaded.
 */
final class UnknownSimulation extends TurboFilter {

  private UnknownSimulation() {}

  /** Watches the log of Gatling's main in this JVM. */
  static void watch(LoggerContext context) {
    UnknownSimulation filter = new UnknownSimulation();
    context.addTurboFilter(filter);
    filter.start();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    if (thrown instanceof ClassNotFoundException missing
        && logger.getName().equals(LoadFailures.MAIN)
        && UserCode.line(missing).isEmpty()) {
      ExitStatus.refuse(System.err, text(String.valueOf(missing.getMessage()), names()));
    }
    return FilterReply.NEUTRAL;
  }

  /**
   * Returns the message for an unknown name.
   *
   * @param existing the full names of all simulations
   */
  static String text(String name, List<String> existing) {
    if (existing.isEmpty()) {
      return "no simulation is named \""
          + name
          + "\", and none was found on the class path; a simulation extends LoadSimulation or MeteredSimulation"
          + " and is compiled as a test";
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    List<String> meant =
        existing.stream().filter(other -> other.endsWith("." + simple)).limit(1).toList();
    return "no simulation is named \""
        + name
        + "\"; the class path has "
        + String.join(", ", existing)
        + "; choose one with -Dsimulation="
        + (meant.isEmpty() ? "NAME" : meant.get(0));
  }

  /** Returns the simulations in the folders of the class path. Jars are not searched. */
  private static List<String> names() {
    ClassLoader loader = UnknownSimulation.class.getClassLoader();
    try {
      return Collections.list(loader.getResources("")).stream()
          .filter(place -> place.getProtocol().equals("file"))
          .map(place -> Path.of(URI.create(place.toString())))
          .flatMap(UnknownSimulation::classes)
          .filter(UnknownSimulation::isSimulation)
          .distinct()
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // an exception from here would hide the actual message
    }
  }

  private static Stream<String> classes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .map(file -> file.replace(File.separatorChar, '.'))
          .filter(name -> !name.contains("$") && !name.startsWith("dev.onrush."))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSimulation(String name) {
    try {
      Class<?> type = Class.forName(name, false, UnknownSimulation.class.getClassLoader());
      return Simulation.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
