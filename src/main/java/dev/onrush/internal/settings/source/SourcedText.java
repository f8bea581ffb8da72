package dev.onrush.internal.settings.source;

import dev.onrush.internal.settings.table.Setting;

/**
 * A setting as it was written.
 *
 * @param origin file and line, environment variable, or property
 */
public record SourcedText(String value, String origin) {

  /**
   * Whether the setting is a property that does not begin with {@code onrush.}, although it has no
   * short name.
   */
  public boolean isMisspelled() {
    return origin.startsWith("-D") && !origin.startsWith("-D" + Setting.ROOT + ".");
  }

  /** Whether the setting is in a file, and so may apply to all simulations. */
  public boolean isInFile() {
    return !origin.startsWith("-D") && !origin.startsWith("the environment variable");
  }
}
