package dev.onrush.internal.cli.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts that the jar has beside its commands. */
final class JarText {

  private JarText() {}

  /** The text of this name, such as {@code jvm.options}. */
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
