package dev.onrush.internal.cli.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the texts that the jar contains for its commands. */
final class JarText {

  private JarText() {}

  /** Returns the text with this name, such as {@code jvm.options}. */
  static String of(String name) {
    try (InputStream in = JarText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
