package dev.onrush.internal.project;

import java.util.Locale;

/** Where a project is built and gated. */
public enum Ci {
  /** No file for it. */
  NONE,
  /** GitHub Actions. */
  GITHUB,
  /** GitLab CI. */
  GITLAB;

  /** {@code github}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
