package dev.onrush.internal.project;

import java.util.Locale;

/** The language of a simulation. */
public enum Language {
  /** Java. */
  JAVA,
  /** Kotlin. */
  KOTLIN;

  /** The extension of source files, without the dot. */
  String extension() {
    return this == JAVA ? "java" : "kt";
  }

  /** The name as it is written on the command line, such as {@code kotlin}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
