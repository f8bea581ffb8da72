package dev.onrush.internal.project;

import java.util.Locale;

/** What builds a project. */
public enum Build {
  /** Maven. */
  MAVEN("mvn gatling:test"),
  /** Gradle, with build files in Groovy. */
  GRADLE("gradle loadTest"),
  /** Gradle, with build files in Kotlin. */
  GRADLE_KOTLIN("gradle loadTest");

  private final String run;

  Build(String run) {
    this.run = run;
  }

  /** The command that runs its load test. */
  public String run() {
    return run;
  }

  /** {@code gradle-kotlin}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
