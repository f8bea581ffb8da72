package dev.onrush.internal.cluster;

/**
 * The library that a run over several injectors needs; classes that use it are loaded after its
 * check.
 */
final class HazelcastLibrary {

  private static final String WITNESS = "com.hazelcast.core.Hazelcast";
  private static final String COORDINATES = "com.hazelcast:hazelcast:5.7.0";

  private HazelcastLibrary() {}

  /**
   * Refuses what cannot be done without the library.
   *
   * @throws IllegalArgumentException if it is not on the class path
   */
  static void check(String setting) {
    try {
      Class<?> unused = Class.forName(WITNESS, false, HazelcastLibrary.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "setting "
              + setting
              + " needs a library that is not on the class path; add "
              + COORDINATES
              + " to the dependencies, or leave the setting out",
          e);
    }
  }
}
