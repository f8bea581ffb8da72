package dev.onrush.internal.library;

/** The version of Onrush, which Maven writes next to the classes. */
public final class Version {

  private static final String FILE = "version.txt";

  private Version() {}

  /** The version, such as {@code 0.1.0}. */
  public static String current() {
    return JarText.of(Version.class, FILE).strip();
  }
}
