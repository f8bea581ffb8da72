package dev.onrush.internal.settings;

/** Where a user changes an option of the JVM that generates the load. */
public final class JvmOptionPlaces {

  /** Of a project, of the jar, of a JUnit test, and of the image for containers. */
  public static final String TEXT =
      "the JVM's options (jvm.options, --jvm=…, withJvmOption(…) or, of the image, JAVA_OPTIONS)";

  private JvmOptionPlaces() {}
}
