package dev.onrush.internal.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the texts that the jar contains next to its classes. */
public final class JarText {

  private JarText() {}

  /**
   * Returns a text in UTF-8.
   *
   * @param beside a class in the folder of the text
   * @param name {@code jvm.options}; with a leading slash, the path from the root of the jar
   */
  public static String of(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name + " for " + beside);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
