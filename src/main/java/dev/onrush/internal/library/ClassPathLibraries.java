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

/** What the names of the jars on the class path say: {@code netty-common-4.1.128.Final.jar}. */
final class ClassPathLibraries {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Where Gatling's main is; its jar has Gatling's version, or it is one jar of everything. */
  private static final String MAIN = "io/gatling/app/Gatling.class";

  private static final Pattern JAR = Pattern.compile("jar:.*/([^/]+)\\.jar!/.*");

  private ClassPathLibraries() {}

  /** Those of {@code known} that are on the class path, each as it was found first. */
  static List<Library> found(List<Library> known, ClassLoader loader) {
    Map<String, Library> byArtifact = new LinkedHashMap<>();
    known.forEach(library -> byArtifact.putIfAbsent(library.artifact(), library));
    Map<String, Library> found = new LinkedHashMap<>();
    for (String jar : jars(loader)) {
      // Hyphens are in names too: the longest name of a known library is the name.
      for (int at = jar.lastIndexOf('-'); at > 0; at = jar.lastIndexOf('-', at - 1)) {
        Library library = byArtifact.get(jar.substring(0, at));
        String version = jar.substring(at + 1);
        if (library != null && version.matches("\\d.*")) {
          found.putIfAbsent(library.artifact(), library.in(withoutClassifier(version)));
          break;
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** {@code 4.2.14.Final} of {@code 4.2.14.Final-linux-x86_64}. */
  private static String withoutClassifier(String version) {
    return version.replaceFirst("-(linux|osx|windows)-.*", "");
  }

  /** Whether Onrush and Gatling are in one jar, which has the right versions and comes first. */
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
    return jar.matches() ? URLDecoder.decode(jar.group(1), StandardCharsets.UTF_8) : "";
  }
}
