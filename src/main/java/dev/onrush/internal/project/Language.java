package dev.onrush.internal.project;

import java.util.Locale;

/** What simulations are written in. */
public enum Language {
  /** Java. */
  JAVA,
  /** Kotlin. */
  KOTLIN;

  /** Of the files of its source, without the dot. */
  String extension() {
    return this == JAVA ? "java" : "kt";
  }

  /** {@code kotlin}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
