package dev.onrush.internal.settings.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a class file and its supertypes.
 *
 * @param texts the string constants
 * @param classes the internal names of all classes that it uses
 * @param supertypes the internal names of its superclass and its interfaces
 * @param members the fields and methods that it uses
 */
record ClassConstants(
    Set<String> texts, Set<String> classes, Set<String> supertypes, Set<Member> members) {

  /**
   * A field or a method.
   *
   * @param owner the internal name of the class through which the code accesses the member
   * @param descriptor the type; for a method as in {@code (Ljava/lang/String;I)I}
   */
  record Member(String owner, String name, String descriptor) {

    /** Whether this is a method with a string parameter. */
    boolean takesText() {
      return descriptor.substring(0, descriptor.indexOf(')') + 1).contains("Ljava/lang/String;");
    }
  }

  /** Reads a class file, as chapters 4.1 and 4.4 of the JVM specification define it. */
  static ClassConstants read(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    Map<Integer, String> utf8 = new HashMap<>();
    Map<Integer, Integer> classes = new HashMap<>();
    Map<Integer, int[]> descriptors = new HashMap<>();
    List<Integer> strings = new ArrayList<>();
    List<int[]> members = new ArrayList<>();
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
        case 9, 10, 11 -> members.add(pair(in));
        case 12 -> descriptors.put(i, pair(in));
        case 15 -> in.skipNBytes(3);
        case 16, 19, 20 -> in.skipNBytes(2);
        default -> throw new IOException("a class file has a constant of unknown kind " + tag);
      }
    }
    Map<Integer, String> names = new HashMap<>();
    for (Map.Entry<Integer, Integer> each : classes.entrySet()) {
      // The name of an array class is [Lcom/acme/Page;
      names.put(each.getKey(), at(each.getValue(), utf8).replaceAll("^\\[+L|;$", ""));
    }
    Set<Member> used = new HashSet<>();
    for (int[] member : members) {
      int[] described = at(member[1], descriptors);
      used.add(new Member(at(member[0], names), at(described[0], utf8), at(described[1], utf8)));
    }
    Set<String> texts = new HashSet<>();
    for (int text : strings) {
      texts.add(at(text, utf8));
    }
    return new ClassConstants(texts, Set.copyOf(names.values()), supertypes(in, names), used);
  }

  private static <T> T at(int index, Map<Integer, T> constants) throws IOException {
    @Nullable T constant = constants.get(index);
    if (constant == null) {
      throw new IOException("a class file lacks constant " + index);
    }
    return constant;
  }

  private static int[] pair(DataInputStream in) throws IOException {
    return new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
  }

  /** Reads the supertypes, which follow the pool, the class's flags and the class's own name. */
  private static Set<String> supertypes(DataInputStream in, Map<Integer, String> names)
      throws IOException {
    in.skipNBytes(4);
    Set<String> supertypes = new HashSet<>();
    supertypes.add(at(in.readUnsignedShort(), names));
    int interfaces = in.readUnsignedShort();
    for (int i = 0; i < interfaces; i++) {
      supertypes.add(at(in.readUnsignedShort(), names));
    }
    return supertypes;
  }
}
