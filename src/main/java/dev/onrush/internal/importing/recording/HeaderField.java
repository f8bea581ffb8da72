package dev.onrush.internal.importing.recording;

/**
 * A header.
 *
 * @param name as it was sent
 * @param value of it
 */
record HeaderField(String name, String value) {

  /** Whether it has a name, in upper or lower case. */
  boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
