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

  private JvmOptions() {}

  /** The program, and the options that a run needs or is better with; more can follow. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(program());
    JarText.of(FILE)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(command::add);
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    if (Runtime.version().feature() >= NATIVE_ACCESS) { // this one's, which is that of the run
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck");
    return command;
  }

  /** The {@code java} of this JVM. */
  static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
