package dev.onrush.internal.library;

/**
 * A library that only some features need. Classes that use it must be loaded only after {@link
 * #check}.
 *
 * @param witness the name of a class in the library
 * @param coordinates the coordinates of the library for a build tool
 */
public record OptionalLibrary(String witness, String coordinates) {

  /**
   * Checks that the library is on the class path.
   *
   * @param what the feature that needs the library: {@code setting onrush.cluster}
   * @param otherwise the alternative, for the message
   * @throws IllegalArgumentException if the library is not on the class path
   */
  public void check(String what, String otherwise) {
    try {
      Class<?> unused = Class.forName(witness, false, OptionalLibrary.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          what
              + " needs a library that is not on the class path; add "
              + coordinates
              + " to the dependencies, or "
              + otherwise,
          e);
    }
  }
}
