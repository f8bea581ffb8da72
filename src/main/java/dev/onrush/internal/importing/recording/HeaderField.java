package dev.onrush.internal.importing.recording;

/**
 * A header.
 *
 * @param name the name as it was sent
 * @param value the value
 */
record HeaderField(String name, String value) {

  /** Whether the header has this name, ignoring case. */
  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
