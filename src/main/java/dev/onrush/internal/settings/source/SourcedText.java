package dev.onrush.internal.settings.source;

/**
 * A setting as it was written.
 *
 * @param origin file and line, environment variable, or property
 */
public record SourcedText(String value, String origin) {

  /** Whether the setting is in a file, and so may apply to all simulations. */
  public boolean isInFile() {
    return !origin.startsWith("-D") && !origin.startsWith("the environment variable");
  }
}
