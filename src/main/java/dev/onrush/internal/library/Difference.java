package dev.onrush.internal.library;

/**
 * A library whose version on the class path differs from the version that Onrush was built with.
 *
 * @param found the library on the class path
 * @param needed the library that Onrush was built with
 */
record Difference(Library found, Library needed) {

  LibraryFamily family() {
    return LibraryFamily.of(needed);
  }

  /** Whether a run with this version fails, at its start or later. */
  boolean breaks() {
    return !family().fits(found, needed);
  }

  @Override
  public String toString() {
    return found + " (built with " + needed.version() + ")";
  }
}
