package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.onrush.internal.settings.table.Spelling;
import dev.onrush.internal.text.NameList;
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
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Reports in one line that no simulation has the requested name, and which simulations exist, or
 * that Gatling cannot create the class with this name, and why. In these cases, Gatling logs an
 * exception before any code of the simulation runs.
 */
final class UnknownSimulation extends TurboFilter {

  /** Gatling's message for a class that is abstract or has another superclass. */
  private static final Pattern NO_SIMULATION =
      Pattern.compile("Simulation class (\\S+) is not a Simulation");

  /** Java's messages for a constructor that is missing, or that is not accessible. */
  private static final Pattern NOT_CREATED =
      Pattern.compile("(\\S+)\\.<init>\\(\\)|.*cannot access a member of class (\\S+) .*");

  /** The most simulations that a message lists. */
  private static final int LISTED = 12;

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
    if (thrown != null
        && logger.getName().equals(LoadFailures.MAIN)
        && UserCode.line(thrown).isEmpty()) {
      text(thrown).ifPresent(text -> ExitStatus.refuse(System.err, text));
    }
    return FilterReply.NEUTRAL;
  }

  /** Returns the message for an exception; empty if it has another reason. */
  static Optional<String> text(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof ClassNotFoundException) {
      return Optional.of(text(message, names()));
    }
    if (thrown instanceof IllegalArgumentException) {
      return loaded(NO_SIMULATION.matcher(message)).map(type -> noSimulation(type, names()));
    }
    return thrown instanceof ReflectiveOperationException
        ? loaded(NOT_CREATED.matcher(message)).map(UnknownSimulation::notCreated)
        : Optional.empty();
  }

  /** Returns the class that a message names. */
  private static Optional<Class<?>> loaded(Matcher message) {
    if (!message.matches()) {
      return Optional.empty();
    }
    return IntStream.rangeClosed(1, message.groupCount())
        .mapToObj(message::group)
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(UnknownSimulation::load);
  }

  /**
   * Returns the message for a class that is abstract or does not extend a simulation.
   *
   * @param existing the full names of all simulations
   */
  static String noSimulation(Class<?> type, List<String> existing) {
    String what =
        Simulation.class.isAssignableFrom(type)
            ? type.getName() + " is abstract, so it cannot be run"
            : type.getName() + " is not a simulation; extend LoadSimulation or MeteredSimulation";
    return existing.isEmpty() ? what : what + choice(existing, Optional.empty());
  }

  /** Returns the message for a simulation that Gatling cannot create. */
  static String notCreated(Class<?> type) {
    String name = type.getName() + " cannot be created: ";
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      return name + "it is an inner class; declare it as public static";
    }
    return Modifier.isPublic(type.getModifiers())
        ? name + "it has no public constructor without parameters; add one"
        : name + "it is not public; declare it as public";
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
    Optional<String> nearest = Spelling.nearestClass(name, existing);
    return "no simulation is named \""
        + name
        + "\""
        + nearest
            .filter(near -> existing.size() > 1)
            .map(near -> "; the nearest is " + near)
            .orElse("")
        + choice(existing, nearest);
  }

  /** Returns the end of a message: which simulations exist, and how one of them is chosen. */
  private static String choice(List<String> existing, Optional<String> nearest) {
    if (existing.size() == 1) {
      String only = existing.get(0);
      return "; the only simulation on the class path is "
          + only
          + "; choose it with -Dsimulation="
          + quoted(only);
    }
    // A nested class is usually a part of a test; it is listed only if there is nothing else.
    List<String> topLevel = existing.stream().filter(name -> !name.contains("$")).toList();
    List<String> shown = topLevel.isEmpty() ? existing : topLevel;
    return "; the class path has "
        + NameList.of(shown, LISTED)
        + "; choose one with -Dsimulation="
        + nearest.map(UnknownSimulation::quoted).orElse("NAME");
  }

  private static String quoted(String name) {
    return name.contains("$") ? "'" + name + "'" : name;
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
          .filter(name -> !name.startsWith("dev.onrush."))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a class is a simulation that Gatling can create. */
  private static boolean isSimulation(String name) {
    return load(name)
        .filter(Simulation.class::isAssignableFrom)
        .filter(UnknownSimulation::canBeCreated)
        .isPresent();
  }

  private static boolean canBeCreated(Class<?> type) {
    int modifiers = type.getModifiers();
    if (Modifier.isAbstract(modifiers) || !Modifier.isPublic(modifiers)) {
      return false;
    }
    try {
      return Modifier.isPublic(type.getConstructor().getModifiers());
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  private static Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name, false, UnknownSimulation.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
