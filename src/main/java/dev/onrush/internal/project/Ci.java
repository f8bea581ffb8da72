package dev.onrush.internal.project;

import java.util.Locale;

/** The CI system that builds a project and runs its load test as a gate. */
public enum Ci {
  /** No CI system, and no file for one. */
  NONE("", ""),
  /** GitHub Actions. */
  GITHUB(".github/workflows/load-test.yml", "github.yml"),
  /** GitLab CI. */
  GITLAB(".gitlab-ci.yml", "gitlab-ci.yml");

  private final String file;
  private final String gradle;

  Ci(String file, String gradle) {
    this.file = file;
    this.gradle = gradle;
  }

  /** The path of its file, which it reads in the root of a repository only. */
  public String file() {
    return file;
  }

  /** The name of the template for Gradle. */
  String gradle() {
    return gradle;
  }

  /** The name as it is written on the command line, such as {@code github}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
