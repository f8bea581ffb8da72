package dev.onrush.internal.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Onrush, as its jar says. */
public final class Version {

  private static final String PROPERTIES = "/META-INF/maven/dev.onrush/onrush/pom.properties";

  private Version() {}

  /** The version; {@code from source} where there is no jar. */
  public static String current() {
    try (InputStream in = Version.class.getResourceAsStream(PROPERTIES)) {
      if (in == null) {
        return "from source";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
