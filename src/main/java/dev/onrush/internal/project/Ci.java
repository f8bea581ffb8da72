package dev.onrush.internal.project;

import java.util.Locale;

/** The CI system that builds a project and runs its load test as a gate. */
public enum Ci {
  /** No CI system, and no file for one. */
  NONE,
  /** GitHub Actions. */
  GITHUB,
  /** GitLab CI. */
  GITLAB;

  /** The name as it is written on the command line, such as {@code github}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
