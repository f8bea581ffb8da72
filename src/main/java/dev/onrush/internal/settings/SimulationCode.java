package dev.onrush.internal.settings;

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
 * classes read. They tell a property that the simulation reads itself from one that no code reads.
 *
 * <p>The classes are that of the simulation and those that it uses, directly or not, without the
 * ones of well-known libraries. A name that is put together at run time is not seen.
 */
public final class SimulationCode {

  /** Past so many classes nothing is certain, and every name is taken to be there. */
  private static final int MOST_CLASSES = 5_000;

  /** They read no property of a simulation's. */
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
   * Nothing is read until somebody asks.
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

  /** Whether a class has this text as a constant, whatever it is for. */
  synchronized boolean names(String text) {
    readOnce();
    return tooMany || texts.contains(text);
  }

  /**
   * Whether a class reads this property, as in {@code System.getProperty("users")}: it has the name
   * as a constant, and calls what reads properties; a class within another one is a part of it. The
   * class may read others and have the name for another purpose, which its constants do not tell.
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

  /** Empty if the class has no file, as those that are made at run time. */
  private Optional<ClassConstants> constants(String name) {
    try (InputStream file = loader().getResourceAsStream(name + ".class")) {
      return file == null
          ? Optional.empty()
          : Optional.of(ClassConstants.read(new DataInputStream(new BufferedInputStream(file))));
    } catch (IOException e) {
      tooMany = true; // what cannot be read may name anything
      return Optional.empty();
    }
  }

  /**
   * The outermost classes that read properties: by themselves, or by a method of another one of
   * them that takes a text, which may be the name: {@code Given.number("users")}. What a reader
   * extends or implements is one too, since its methods may be those of the reader.
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

  /** The class that this one is within, or itself: {@code com/acme/Shop$Key} is within Shop. */
  private static String outermost(String name) {
    int nested = name.indexOf('$', name.lastIndexOf('/') + 2);
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static boolean reads(
      ClassConstants.Member member, Map<String, ClassConstants> classes, Set<String> readers) {
    return PROPERTIES.contains(member.owner() + "." + member.name())
        || (member.takesText() && isOneOf(readers, member.owner(), classes));
  }

  /** Whether a class, or one that it has methods from, is among the readers. */
  private static boolean isOneOf(
      Set<String> readers, String name, Map<String, ClassConstants> classes) {
    return readers.contains(outermost(name))
        || Optional.ofNullable(classes.get(name)).stream()
            .flatMap(constants -> constants.supertypes().stream())
            .anyMatch(supertype -> isOneOf(readers, supertype, classes));
  }
}
