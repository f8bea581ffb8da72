package dev.onrush.internal.cluster;

import dev.onrush.internal.library.OptionalLibrary;

/**
 * The library that a run over several injectors needs; classes that use it are loaded after its
 * check.
 */
final class HazelcastLibrary {

  private static final OptionalLibrary LIBRARY =
      new OptionalLibrary("com.hazelcast.core.Hazelcast", "com.hazelcast:hazelcast:5.7.0");

  private HazelcastLibrary() {}

  /**
   * Refuses what cannot be done without the library.
   *
   * @throws IllegalArgumentException if it is not on the class path
   */
  static void check(String setting) {
    LIBRARY.check("setting " + setting, "leave the setting out");
  }
}
