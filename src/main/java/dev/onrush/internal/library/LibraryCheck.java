package dev.onrush.internal.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks whether the libraries on the class path fit. A parent or a BOM of a project can change the
 * versions of libraries that Onrush and Gatling bring, without any message.
 *
 * <p>The class needs only the JDK, because it is used before any library. Thread-safe.
 */
public final class LibraryCheck {

  /**
   * The list that is written when Onrush is packaged. A run from the source has no list; it has the
   * versions of Onrush's pom.
   */
  private static final String BUILT_WITH = "built-with.txt";

  private final List<Difference> differences;
  private final List<Library> missing;

  private LibraryCheck(List<Difference> differences, List<Library> missing) {
    this.differences = List.copyOf(differences);
    this.missing = List.copyOf(missing);
  }

  /**
   * Checks the class path only once. A run needs the check at its start, and again if a class is
   * missing.
   */
  private static final class OfClassPath {
    static final LibraryCheck CHECK = of(builtWith(), LibraryCheck.class.getClassLoader());
  }

  /** Returns the check of the class path of Onrush's own class loader. */
  public static LibraryCheck ofClassPath() {
    return OfClassPath.CHECK;
  }

  static LibraryCheck of(List<Library> builtWith, ClassLoader loader) {
    if (builtWith.isEmpty() || ClassPathLibraries.isOneJar(loader)) {
      return new LibraryCheck(List.of(), List.of());
    }
    return of(builtWith, ClassPathLibraries.found(builtWith, loader));
  }

  static LibraryCheck of(List<Library> builtWith, List<Library> found) {
    Map<String, Library> byArtifact = new LinkedHashMap<>();
    found.forEach(library -> byArtifact.put(library.artifact(), library));
    Map<String, Difference> differences = new LinkedHashMap<>();
    List<Library> missing = new ArrayList<>();
    for (Library needed : builtWith) {
      Library there = byArtifact.get(needed.artifact());
      if (there == null) {
        missing.add(needed);
      } else if (!there.version().equals(needed.version())) {
        differences.put(needed.artifact(), new Difference(there, needed));
      }
    }
    return new LibraryCheck(List.copyOf(differences.values()), missing);
  }

  static List<Library> builtWith() {
    try (InputStream in = LibraryCheck.class.getResourceAsStream(BUILT_WITH)) {
      if (in == null) {
        return List.of();
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .flatMap(line -> Library.listed(line).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the reason for which no run is possible with this class path, with the lines that
   * correct it; empty if a run is possible.
   */
  public Optional<String> refusal() {
    Map<LibraryFamily, List<Difference>> wrong = new LinkedHashMap<>();
    for (Difference difference : differences) {
      if (difference.breaks()) {
        wrong.computeIfAbsent(difference.family(), f -> new ArrayList<>()).add(difference);
      }
    }
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("versions on the class path do not fit:\n\n");
    wrong.values().forEach(family -> text.append(sentences(family)));
    text.append(
        "\nA parent or a BOM of the project has set them, as Spring Boot's does. Put the load tests"
            + " into a separate\nmodule without it (java -jar onrush.jar new NAME writes one), or put"
            + " these lines first into\n<dependencyManagement><dependencies> of pom.xml, to set the"
            + " versions for the whole module:\n\n");
    wrong.forEach((family, of) -> text.append(lines(family, of)));
    return Optional.of(text.toString().stripTrailing());
  }

  /**
   * Returns lines such as {@code Netty 4.1.128.Final, where Onrush 0.1.0 needs 4.2.14.Final
   * (io.netty:netty-buffer …)}.
   */
  private static String sentences(List<Difference> family) {
    Map<String, List<Difference>> byVersion =
        family.stream()
            .collect(
                Collectors.groupingBy(
                    d ->
                        d.family().title(d.needed())
                            + " "
                            + d.found().version()
                            + ", where Onrush "
                            + Version.current()
                            + " needs "
                            + d.needed().version(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    StringBuilder text = new StringBuilder();
    byVersion.forEach(
        (sentence, of) -> {
          Library first = of.get(0).found();
          text.append("  ").append(sentence);
          text.append(" (").append(first.group()).append(':').append(first.artifact());
          if (of.size() > 1) {
            text.append(" and ").append(of.size() - 1).append(" more");
          }
          text.append(")\n");
        });
    return text.toString();
  }

  private static String lines(LibraryFamily family, List<Difference> of) {
    if (family.hasBom()) {
      return lines(
          family.bomGroup(),
          family.bom(),
          mostCommonVersion(of),
          "  <type>pom</type>\n  <scope>import</scope>\n");
    }
    return of.stream()
        .map(Difference::needed)
        .map(needed -> lines(needed.group(), needed.artifact(), needed.version(), ""))
        .collect(Collectors.joining());
  }

  /**
   * Returns the most common version, which is the version of the BOM. A few of its libraries, such
   * as Netty's tcnative, have versions of their own.
   */
  private static String mostCommonVersion(List<Difference> of) {
    Map<String, Long> counts =
        of.stream()
            .collect(Collectors.groupingBy(d -> d.needed().version(), Collectors.counting()));
    return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static String lines(String group, String artifact, String version, String more) {
    return """
        <dependency>
          <groupId>%s</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
        %s</dependency>
        """
        .formatted(group, artifact, version, more);
  }

  /**
   * The libraries whose versions differ from the ones that Onrush was built with, whether or not a
   * run fails with them.
   */
  public List<String> differences() {
    return differences.stream().map(Difference::toString).toList();
  }

  /**
   * Returns the possible causes of a missing class or method; empty if each library has the version
   * that Onrush was built with.
   */
  public Optional<String> suspects() {
    List<String> suspects = new ArrayList<>(differences());
    missing.forEach(library -> suspects.add(library + " is not on the class path"));
    return suspects.isEmpty()
        ? Optional.empty()
        : Optional.of("libraries differ from Onrush's versions: " + String.join(", ", suspects));
  }
}
