package dev.onrush.internal.project;

import java.util.Locale;

/** The tool that builds a project. */
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

  /** The command that runs the load test of the project. */
  public String run() {
    return run;
  }

  /** The name as it is written on the command line, such as {@code gradle-kotlin}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
