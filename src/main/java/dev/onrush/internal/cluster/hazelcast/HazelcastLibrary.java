package dev.onrush.internal.cluster.hazelcast;

import dev.onrush.internal.library.OptionalLibrary;

/**
 * Checks for the optional library that a run over several injectors needs. Classes that use the
 * library are loaded only after this check.
 */
public final class HazelcastLibrary {

  private static final OptionalLibrary LIBRARY =
      new OptionalLibrary("com.hazelcast.core.Hazelcast", "com.hazelcast:hazelcast:5.7.0");

  private HazelcastLibrary() {}

  /**
   * Refuses a setting that needs the library if the library is missing.
   *
   * @throws IllegalArgumentException if the library is not on the class path
   */
  public static void check(String setting) {
    LIBRARY.check("setting " + setting, "leave the setting out");
  }
}
