package dev.onrush.internal.settings.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The string constants in a simulation's classes, and the properties and settings that these
 * classes read. They distinguish a property that the simulation reads itself from one that no code
 * reads.
 *
 * <p>The classes are the simulation's own and all that it uses directly or indirectly, without the
 * classes of well-known libraries. A name that is composed at run time is not found.
 */
public final class SimulationCode {

  /** The most classes that are read. If there are more, every name is assumed to occur in them. */
  private static final int MOST_CLASSES = 5_000;

  /** The packages of libraries, which do not read a simulation's own properties. */
  private static final List<String> LIBRARIES =
      List.of(
          "java/",
          "javax/",
          "jdk/",
          "sun/",
          "com/sun/",
          "scala/",
          "kotlin/",
          "io/gatling/",
          "io/netty/",
          "dev/onrush/",
          "com/fasterxml/",
          "com/google/",
          "com/typesafe/",
          "org/apache/",
          "org/slf4j/",
          "org/springframework/",
          "org/jspecify/",
          "ch/qos/",
          "net/sf/saxon/",
          "io/opentelemetry/");

  private static final String SETTINGS = "dev/onrush/RunSettings";

  /** The methods of libraries that read properties of the JVM. */
  private static final Set<String> PROPERTIES =
      Set.of(
          "java/lang/System.getProperty",
          "java/lang/System.getProperties",
          "java/lang/Integer.getInteger",
          "java/lang/Long.getLong",
          "java/lang/Boolean.getBoolean",
          "com/typesafe/config/ConfigFactory.load",
          "com/typesafe/config/ConfigFactory.systemProperties",
          "com/typesafe/config/ConfigFactory.defaultOverrides");

  private final Class<?> simulation;
  private final boolean plain;
  private final Set<String> texts = new HashSet<>();
  private final Set<String> propertyNames = new HashSet<>();
  private final Set<String> asked = new HashSet<>();
  private boolean read;
  private boolean tooMany;

  /**
   * Creates the analysis of a simulation. Its classes are read on the first query.
   *
   * @param plain whether it is a Gatling simulation without a plan
   */
  public SimulationCode(Class<?> simulation, boolean plain) {
    this.simulation = simulation;
    this.plain = plain;
  }

  String simpleName() {
    return simulation.getSimpleName();
  }

  String name() {
    return simulation.getName();
  }

  boolean isPlain() {
    return plain;
  }

  ClassLoader loader() {
    ClassLoader loader = simulation.getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Whether a class contains this text as a constant, for any purpose. */
  synchronized boolean names(String text) {
    readOnce();
    return tooMany || texts.contains(text);
  }

  /**
   * Whether a class reads this property, as in {@code System.getProperty("users")}. A class does so
   * if it contains the name as a constant and calls a method that reads properties. A nested class
   * counts as part of its outermost class. The result can be wrong if the class reads other
   * properties and uses the name for another purpose, since constants do not show their purpose.
   */
  public synchronized boolean reads(String property) {
    readOnce();
    return tooMany || propertyNames.contains(property);
  }

  /** Whether a class asks for this setting, as in {@code settings().users()}. */
  public synchronized boolean asksFor(String setting) {
    readOnce();
    return tooMany
        || asked.contains(setting.substring(setting.lastIndexOf('.') + 1))
        || texts.contains("onrush." + setting);
  }

  private void readOnce() {
    if (read) {
      return;
    }
    read = true;
    String root = simulation.getName().replace('.', '/');
    Map<String, ClassConstants> classes = new HashMap<>();
    Deque<String> due = new ArrayDeque<>(List.of(root));
    Set<String> seen = new HashSet<>(due);
    while (!due.isEmpty()) {
      String name = due.remove();
      Optional<ClassConstants> constants = constants(name);
      constants.ifPresent(found -> classes.put(name, found));
      for (String used : constants.map(ClassConstants::classes).orElse(Set.of())) {
        boolean nested = used.startsWith(root + "$");
        if ((nested || LIBRARIES.stream().noneMatch(used::startsWith)) && seen.add(used)) {
          due.add(used);
        }
      }
      if (seen.size() > MOST_CLASSES) {
        tooMany = true;
        return;
      }
    }
    Set<String> readers = readers(classes);
    classes.forEach(
        (name, constants) -> {
          texts.addAll(constants.texts());
          if (readers.contains(outermost(name))) {
            propertyNames.addAll(constants.texts());
          }
          constants.members().stream()
              .filter(member -> member.owner().equals(SETTINGS))
              .forEach(member -> asked.add(member.name()));
        });
  }

  /**
   * Returns the constants of a class; empty if it has no class file, like a class generated at run
   * time.
   */
  private Optional<ClassConstants> constants(String name) {
    try (InputStream file = loader().getResourceAsStream(name + ".class")) {
      return file == null
          ? Optional.empty()
          : Optional.of(ClassConstants.read(new DataInputStream(new BufferedInputStream(file))));
    } catch (IOException e) {
      tooMany = true; // a class that cannot be read may contain any name
      return Optional.empty();
    }
  }

  /**
   * Returns the outermost classes that read properties. A class reads them itself, or by a call of
   * another reader's method with a string parameter, which may be the name: {@code
   * Given.number("users")}. The supertypes of a reader are readers too, since a call of their
   * methods may execute the reader's methods.
   */
  private static Set<String> readers(Map<String, ClassConstants> classes) {
    Set<String> readers = new HashSet<>();
    int before;
    do {
      before = readers.size();
      classes.forEach(
          (name, constants) -> {
            if (constants.members().stream().anyMatch(m -> reads(m, classes, readers))) {
              addWithSupertypes(name, classes, readers);
            }
          });
    } while (readers.size() > before);
    return readers;
  }

  private static void addWithSupertypes(
      String name, Map<String, ClassConstants> classes, Set<String> readers) {
    Optional.ofNullable(classes.get(name))
        .ifPresent(
            constants -> {
              readers.add(outermost(name));
              constants.supertypes().forEach(s -> addWithSupertypes(s, classes, readers));
            });
  }

  /**
   * Returns the outermost class that encloses a class, or the class itself: {@code com/acme/Shop}
   * for {@code com/acme/Shop$Key}.
   */
  private static String outermost(String name) {
    int nested = name.indexOf('$', name.lastIndexOf('/') + 2);
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static boolean reads(
      ClassConstants.Member member, Map<String, ClassConstants> classes, Set<String> readers) {
    return PROPERTIES.contains(member.owner() + "." + member.name())
        || (member.takesText() && isOneOf(readers, member.owner(), classes));
  }

  /** Whether a class or one of its supertypes is among the readers. */
  private static boolean isOneOf(
      Set<String> readers, String name, Map<String, ClassConstants> classes) {
    return readers.contains(outermost(name))
        || Optional.ofNullable(classes.get(name)).stream()
            .flatMap(constants -> constants.supertypes().stream())
            .anyMatch(supertype -> isOneOf(readers, supertype, classes));
  }
}
