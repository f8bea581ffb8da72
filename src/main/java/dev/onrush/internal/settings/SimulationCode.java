package dev.onrush.internal.settings;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The string constants in a simulation's classes, and the settings that these classes read. They
 * tell a property that the simulation reads itself from one that no code reads.
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

  private final Class<?> simulation;
  private final boolean plain;
  private final Set<String> texts = new HashSet<>();
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

  /** Whether a class has this text as a constant, as in {@code System.getProperty("users")}. */
  public synchronized boolean names(String text) {
    readOnce();
    return tooMany || texts.contains(text);
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
    Deque<String> due = new ArrayDeque<>(List.of(root));
    Set<String> seen = new HashSet<>(due);
    while (!due.isEmpty()) {
      for (String used : readClass(due.remove())) {
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
  }

  /** Takes in one class; the names of those that it uses. */
  private Set<String> readClass(String name) {
    try (InputStream file = loader().getResourceAsStream(name + ".class")) {
      return file == null
          ? Set.of()
          : readConstants(new DataInputStream(new BufferedInputStream(file)));
    } catch (IOException e) {
      tooMany = true; // what cannot be read may name anything
      return Set.of();
    }
  }

  /** The constant pool of a class file, by chapter 4.4 of the JVM's specification. */
  private Set<String> readConstants(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    Map<Integer, String> utf8 = new HashMap<>();
    Map<Integer, Integer> classes = new HashMap<>();
    Map<Integer, Integer> names = new HashMap<>();
    List<Integer> strings = new ArrayList<>();
    List<int[]> methods = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> utf8.put(i, in.readUTF());
        case 3, 4, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // a long takes two entries
        }
        case 7 -> classes.put(i, in.readUnsignedShort());
        case 8 -> strings.add(in.readUnsignedShort());
        case 9, 10, 11 -> methods.add(new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
        case 12 -> {
          names.put(i, in.readUnsignedShort());
          in.skipNBytes(2);
        }
        case 15 -> in.skipNBytes(3);
        case 16, 19, 20 -> in.skipNBytes(2);
        default -> throw new IOException("a class file has a constant of unknown kind " + tag);
      }
    }
    strings.forEach(text -> texts.add(String.valueOf(utf8.get(text))));
    for (int[] method : methods) {
      Integer owner = classes.get(method[0]);
      if (owner != null && SETTINGS.equals(utf8.get(owner))) {
        asked.add(String.valueOf(utf8.get(names.get(method[1]))));
      }
    }
    Set<String> used = new HashSet<>();
    // Of arrays: [Lcom/acme/Page;
    classes
        .values()
        .forEach(name -> used.add(String.valueOf(utf8.get(name)).replaceAll("^\\[+L|;$", "")));
    return used;
  }
}
