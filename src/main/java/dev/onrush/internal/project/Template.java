package dev.onrush.internal.project;

import dev.onrush.internal.library.JarText;

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
    return JarText.of(Template.class, name);
  }
}
