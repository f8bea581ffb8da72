package dev.onrush.internal.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/** The start of this JVM by one of Gatling's build plugins. */
public final class GatlingPlugin {

  /** The resource with the arguments of Gatling's main, one in each line. */
  private static final String ARGUMENTS = "META-INF/args.txt";

  private GatlingPlugin() {}

  /** Returns the arguments of Gatling's main; empty if no plugin has started this JVM. */
  public static Optional<String> arguments() {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(ARGUMENTS)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the system properties as the user has given them. */
  public static Properties systemProperties() {
    Properties properties = System.getProperties();
    return arguments().isPresent() ? unescaped(properties) : properties;
  }

  /** Returns the properties with quotes; the Maven plugin passes {@code "a"} as {@code \"a\"}. */
  static Properties unescaped(Properties properties) {
    Properties unescaped = new Properties();
    for (String name : properties.stringPropertyNames()) {
      Optional.ofNullable(properties.getProperty(name))
          .ifPresent(value -> unescaped.setProperty(name, value.replace("\\\"", "\"")));
    }
    return unescaped;
  }
}
