package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.library.JarText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command that starts the JVM of a run. */
final class JvmOptions {

  /** The file with the options of the JVM of a run, one per line. */
  static final String FILE = "jvm.options";

  /**
   * The Java version from which on the JVM warns about Netty's native transport unless native
   * access is enabled.
   */
  private static final int NATIVE_ACCESS = 22;

  /**
   * The Java version from which on Netty allocates memory with {@code Unsafe} only if that is
   * allowed.
   */
  private static final int UNSAFE_MEMORY = 24;

  /**
   * The options of Gatling's plugins, so that a run measures the same however it is started. Their
   * heap dump is left out: a dump contains all secrets.
   */
  private static final List<String> GATLING =
      List.of(
          "-XX:MaxInlineLevel=20",
          "-XX:MaxTrivialSize=12",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

  private JvmOptions() {}

  /**
   * Returns the program, and the options that a run needs or benefits from, without the options
   * that the user decides.
   *
   * @param given the user's options, which follow
   * @throws IllegalArgumentException if an option names a file that cannot be read
   */
  static List<String> command(List<String> given) {
    // The run has the Java version of this JVM, and inherits its environment variables.
    return command(Runtime.version().feature(), GivenOptions.of(given, System.getenv()));
  }

  static List<String> command(int java, GivenOptions given) {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(GATLING);
    JarText.of(JvmOptions.class, FILE)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .filter(given::leaveTo)
        .forEach(command::add);
    if (java >= NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (java >= UNSAFE_MEMORY) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck");
    return command;
  }

  /** The {@code java} program of this JVM. */
  static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
