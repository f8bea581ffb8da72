package dev.onrush.internal.library;

/**
 * A library whose version on the class path is not that which Onrush was built with.
 *
 * @param found on the class path
 * @param needed what Onrush was built with
 */
record Difference(Library found, Library needed) {

  LibraryFamily family() {
    return LibraryFamily.of(needed);
  }

  /** Whether a run fails, now or in its middle. */
  boolean breaks() {
    return !family().fits(found, needed);
  }

  @Override
  public String toString() {
    return found + " (built with " + needed.version() + ")";
  }
}
