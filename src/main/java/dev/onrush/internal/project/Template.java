package dev.onrush.internal.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads texts of the jar with <code>${names}</code> as placeholders, which a project fills in. */
final class Template {

  /** The folder from which Maven's archetype plugin reads the templates. */
  private static final String SHARED = "/archetype-resources/";

  private Template() {}

  /** Returns a template that the archetype also contains: {@code pom.xml}. */
  static String shared(String name) {
    return text(SHARED + name);
  }

  /** Returns a template that only the command {@code new} uses: {@code gradle/build.gradle}. */
  static String own(String name) {
    return text(name);
  }

  private static String text(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
