package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is given here is what {@code io.gatling.plugin.GatlingConstants} has. */
class JvmOptionsTest {

  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  @Test
  void a_run_has_the_options_that_the_plugin_of_gatling_gives_it() {
    assertThat(JvmOptions.command(17))
        .contains(
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:MaxInlineLevel=20",
            "-XX:MaxTrivialSize=12",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
        .doesNotContain(UNSAFE, NATIVE);
    assertThat(JvmOptions.command(23)).contains(NATIVE).doesNotContain(UNSAFE);
    assertThat(JvmOptions.command(24)).containsAll(List.of(UNSAFE, NATIVE));
  }

  @Test
  void the_file_of_options_is_stronger_than_what_each_run_has() {
    List<String> command = JvmOptions.command(17);

    assertThat(command.indexOf("-XX:MaxTrivialSize=12"))
        .isBetween(1, command.indexOf("-XX:+UseParallelGC"));
  }
}
