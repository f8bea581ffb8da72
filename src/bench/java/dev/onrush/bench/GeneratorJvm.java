package dev.onrush.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM that generates the load is started. */
enum GeneratorJvm {

  /** As gatling-maven-plugin 4.21.12 starts one where nothing else is asked for. */
  GATLING,

  /** As this project's pom has the plugin start one: with further options. */
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
