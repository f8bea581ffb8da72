package dev.onrush.internal.cli.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM of a run is started. */
final class JvmOptions {

  /** The options of the JVM of a run, one a line. */
  static final String FILE = "jvm.options";

  /** From this Java on, Netty's native transport is warned of unless it is allowed. */
  private static final int NATIVE_ACCESS = 22;

  /** From this Java on, Netty allocates memory by {@code Unsafe} only where that is allowed. */
  private static final int UNSAFE_MEMORY = 24;

  /** Those of Gatling's plugins, so that a run measures the same however it is started. */
  private static final List<String> GATLING =
      List.of(
          "-XX:+HeapDumpOnOutOfMemoryError",
          "-XX:MaxInlineLevel=20",
          "-XX:MaxTrivialSize=12",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");

  private JvmOptions() {}

  /**
   * The program, and the options that a run needs or is better with, without those that somebody
   * else decides.
   *
   * @param given options that follow
   */
  static List<String> command(List<String> given) {
    // This one's version, which is that of the run; its variables, which the run inherits.
    return command(Runtime.version().feature(), new GivenOptions(given, System.getenv()));
  }

  static List<String> command(int java, GivenOptions given) {
    List<String> command = new ArrayList<>();
    command.add(program());
    command.addAll(GATLING);
    JarText.of(FILE)
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

  /** The {@code java} of this JVM. */
  static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
