package dev.onrush.internal.library;

/**
 * A library that is needed by those alone who ask for what it does. Classes that use it are loaded
 * after its check.
 *
 * @param witness a class of it
 * @param coordinates by which a build tool knows it
 */
public record OptionalLibrary(String witness, String coordinates) {

  /**
   * Refuses what cannot be done without the library.
   *
   * @param what needs it: {@code setting onrush.cluster}
   * @param otherwise what can be done instead
   * @throws IllegalArgumentException if it is not on the class path
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
