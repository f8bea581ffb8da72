package dev.onrush.junit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class path of a run that a test starts: everything that the tests' JVM has. In a project with
 * {@code module-info.java}, Surefire puts most of it on the module path, and the test classes in
 * neither of the two: they patch the project's module.
 */
final class TestClassPath {

  private static final String GATLING = "io/gatling/app/Gatling.class";

  private TestClassPath() {}

  /**
   * Returns the class path in the format of {@code -cp}.
   *
   * @throws IllegalArgumentException if Gatling is not on it
   */
  static String of(Class<?> simulation) {
    return of(
        simulation, System.getProperty("java.class.path"), System.getProperty("jdk.module.path"));
  }

  /**
   * Returns the class path.
   *
   * @param modulePath the module path of this JVM; null if it has none
   */
  static String of(Class<?> simulation, String classPath, @Nullable String modulePath) {
    String whole =
        modulePath == null
            ? classPath
            : Stream.of(entries(classPath), root(simulation).stream(), entries(modulePath))
                .flatMap(entries -> entries)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    if (!hasGatling(whole)) {
      throw new IllegalArgumentException(
          "the class path of the tests has no Gatling (io.gatling.app.Gatling), so the JVM of the"
              + " run cannot start; in a project with module-info.java, set useModulePath of"
              + " maven-surefire-plugin to false");
    }
    return whole;
  }

  private static Stream<String> entries(String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty());
  }

  /**
   * Returns the folder from which a class was loaded. The code source of a class that patches a
   * module is the module instead.
   */
  private static Optional<String> root(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    return Optional.ofNullable(type.getResource("/" + file))
        .filter(url -> url.getProtocol().equals("file") && url.toString().endsWith(file))
        .map(URL::toString)
        .map(url -> URI.create(url.substring(0, url.length() - file.length())))
        .map(folder -> Path.of(folder).toString());
  }

  /** Whether Gatling is on the class path, or on that of the manifest of one of its jars. */
  private static boolean hasGatling(String classPath) {
    URL[] urls = entries(classPath).map(TestClassPath::url).toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      return loader.findResource(GATLING) != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
