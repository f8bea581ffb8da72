package dev.onrush.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM options with which the generator is started. */
enum GeneratorJvm {

  /** The options with which gatling-maven-plugin 4.21.12 starts it by default. */
  GATLING,

  /** The options with which this project's pom starts it: the plugin's options and further ones. */
  ONRUSH;

  List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:MaxInlineLevel=20",
                "-XX:MaxTrivialSize=12",
                "-Xmx1G"));
    if (this == ONRUSH) {
      options.add("@" + Path.of("simulations", "jvm.options").toAbsolutePath());
    }
    return options;
  }
}
