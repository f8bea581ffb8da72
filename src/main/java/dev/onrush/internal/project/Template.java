package dev.onrush.internal.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts of the jar with <code>${names}</code> in them, which a project fills in. */
final class Template {

  /** Where Maven's archetype plugin reads them. */
  private static final String SHARED = "/archetype-resources/";

  private Template() {}

  /** One that the archetype has too: {@code pom.xml}. */
  static String shared(String name) {
    return text(SHARED + name);
  }

  /** One of {@code new} alone: {@code gradle/build.gradle}. */
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
