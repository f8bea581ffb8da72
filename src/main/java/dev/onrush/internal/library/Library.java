package dev.onrush.internal.library;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library with its version.
 *
 * @param group the group, such as {@code io.netty}
 * @param artifact the artifact, such as {@code netty-common}
 * @param version the version, such as {@code 4.2.14.Final}
 */
record Library(String group, String artifact, String version) {

  /**
   * A line of {@code dependency:list}: group, artifact, {@code jar}, an optional classifier,
   * version, scope.
   */
  private static final Pattern LISTED =
      Pattern.compile("\\s+([^:\\s]+):([^:\\s]+):jar:(?:[^:\\s]+:)?([^:\\s]+):(?:compile|runtime)");

  /** Libraries of annotations for tools, which no run needs. */
  private static final Set<String> FOR_TOOLS = Set.of("error_prone_annotations", "jspecify");

  private static final Pattern NUMBERS = Pattern.compile("[.-]");

  Library {
    if (group.isBlank() || artifact.isBlank() || version.isBlank()) {
      throw new IllegalArgumentException(
          "a library has a group, an artifact and a version: " + group + ":" + artifact);
    }
  }

  /**
   * Parses a line of the list that the build writes. Returns empty for other lines, for libraries
   * that a project adds only if it needs them, and for annotations that no run needs.
   */
  static Optional<Library> listed(String line) {
    Matcher listed = LISTED.matcher(line);
    return listed.lookingAt()
            && !line.contains("(optional)")
            && !FOR_TOOLS.contains(listed.group(2))
        ? Optional.of(new Library(listed.group(1), listed.group(2), listed.group(3)))
        : Optional.empty();
  }

  Library in(String other) {
    return new Library(group, artifact, other);
  }

  /**
   * Returns the first parts of the version: for {@code 4.2.14.Final}, the first two are {@code
   * 4.2}.
   */
  String line(int parts) {
    String[] all = NUMBERS.split(version, -1);
    return String.join(".", Arrays.copyOf(all, Math.min(parts, all.length)));
  }

  /**
   * Whether this version is older than the version of {@code other}. Only the numbers with which
   * both begin are compared.
   */
  boolean isOlderThan(Library other) {
    String[] mine = NUMBERS.split(version, -1);
    String[] theirs = NUMBERS.split(other.version, -1);
    for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
      if (!mine[i].matches("\\d{1,9}") || !theirs[i].matches("\\d{1,9}")) {
        return false;
      }
      int order = Integer.compare(Integer.parseInt(mine[i]), Integer.parseInt(theirs[i]));
      if (order != 0) {
        return order < 0;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return group + ":" + artifact + ":" + version;
  }
}
