package dev.onrush.internal.metrics;

/** The places in which a user changes an option of the JVM that generates the load. */
public final class JvmOptionPlaces {

  /** The places for a project, the jar, a JUnit test, and the container image, in this order. */
  public static final String TEXT =
      "the JVM's options (jvm.options, --jvm=…, withJvmOption(…), or JAVA_OPTIONS of the image)";

  private JvmOptionPlaces() {}
}
