package dev.onrush.internal.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds libraries on the class path by the names of their jars: {@code
 * netty-common-4.1.128.Final.jar}.
 */
final class ClassPathLibraries {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /**
   * Gatling's main class. Its jar has Gatling's version, or is one jar that contains everything.
   */
  private static final String MAIN = "io/gatling/app/Gatling.class";

  private static final Pattern JAR = Pattern.compile("jar:(.*/[^/]+)\\.jar!/.*");

  private ClassPathLibraries() {}

  /**
   * Returns the libraries of {@code known} that are on the class path, each in the version that was
   * found first.
   */
  static List<Library> found(List<Library> known, ClassLoader loader) {
    Map<String, Library> byArtifact = new LinkedHashMap<>();
    known.forEach(library -> byArtifact.putIfAbsent(library.artifact(), library));
    Map<Library, List<Library>> found = new LinkedHashMap<>();
    for (String jar : jars(loader)) {
      String name = jar.substring(jar.lastIndexOf('/') + 1);
      // Artifact names contain hyphens too: the longest name of a known library counts.
      for (int at = name.lastIndexOf('-'); at > 0; at = name.lastIndexOf('-', at - 1)) {
        Library library = byArtifact.get(name.substring(0, at));
        String version = name.substring(at + 1);
        if (library != null && version.matches("\\d.*")) {
          if (!isOfAnotherGroup(jar, library)) {
            found
                .computeIfAbsent(library, none -> new ArrayList<>())
                .add(library.in(withoutClassifier(version)));
          }
          break;
        }
      }
    }
    return found.entrySet().stream()
        .map(library -> own(library.getValue(), library.getKey()))
        .toList();
  }

  /**
   * Whether a jar in a local repository of Maven or Gradle is in the folder of another group.
   * Jackson 3 has the artifact names of Jackson 2 but other packages, and both may be on the class
   * path.
   */
  private static boolean isOfAnotherGroup(String jar, Library library) {
    return jar.contains("/" + library.artifact() + "/")
        && !jar.contains("/" + library.group().replace('.', '/') + "/" + library.artifact() + "/")
        && !jar.contains("/" + library.group() + "/" + library.artifact() + "/");
  }

  /**
   * Returns the first library with the same major version. Jars of two libraries with the same name
   * may be in one folder, which does not show their group.
   */
  private static Library own(List<Library> all, Library known) {
    return all.stream()
        .filter(library -> library.line(1).equals(known.line(1)))
        .findFirst()
        .orElse(all.get(0));
  }

  /** Returns {@code 4.2.14.Final} for {@code 4.2.14.Final-linux-x86_64}. */
  private static String withoutClassifier(String version) {
    return version.replaceFirst("-(linux|osx|windows)-.*", "");
  }

  /**
   * Whether Onrush and Gatling are in one jar, which contains the right versions and comes first.
   */
  static boolean isOneJar(ClassLoader loader) {
    URL gatling = loader.getResource(MAIN);
    URL own = loader.getResource(ClassPathLibraries.class.getName().replace('.', '/') + ".class");
    return gatling != null && own != null && jar(gatling).equals(jar(own));
  }

  private static List<String> jars(ClassLoader loader) {
    try {
      List<String> jars = new ArrayList<>();
      loader.getResources(MANIFEST).asIterator().forEachRemaining(url -> jars.add(jar(url)));
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException("the class path cannot be read: " + e.getMessage(), e);
    }
  }

  private static String jar(URL resource) {
    Matcher jar = JAR.matcher(resource.toString());
    return jar.matches()
        ? URLDecoder.decode(jar.group(1).replace("+", "%2B"), StandardCharsets.UTF_8)
        : "";
  }
}
