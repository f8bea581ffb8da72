package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The options are those of {@code io.gatling.plugin.GatlingConstants}, except for its heap dump.
 */
class JvmOptionsTest {

  private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  private static List<String> command(int java, String... given) {
    return JvmOptions.command(java, GivenOptions.of(List.of(given), Map.of()));
  }

  private static List<String> commandWith(String variable, String text) {
    return JvmOptions.command(17, GivenOptions.of(List.of(), Map.of(variable, text)));
  }

  @Test
  void a_run_has_the_options_that_the_plugin_of_gatling_gives_it() {
    assertThat(command(17))
        .contains(
            "-XX:MaxInlineLevel=20",
            "-XX:MaxTrivialSize=12",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
        .doesNotContain(UNSAFE, NATIVE);
    assertThat(command(23)).contains(NATIVE).doesNotContain(UNSAFE);
    assertThat(command(24)).containsAll(List.of(UNSAFE, NATIVE));
  }

  /**
   * A dump has all secrets in plain text, and would be outside the folder of the run. The file of
   * options turns it off explicitly, because Gatling's plugin turns it on before it reads the file.
   */
  @Test
  void a_run_writes_no_heap_dump_unless_it_is_asked_for() {
    assertThat(command(17))
        .filteredOn(option -> option.contains("HeapDump"))
        .containsExactly("-XX:-HeapDumpOnOutOfMemoryError");
  }

  @Test
  void the_file_of_options_is_stronger_than_what_each_run_has() {
    List<String> command = command(17);

    assertThat(command.indexOf("-XX:MaxTrivialSize=12"))
        .isBetween(1, command.indexOf("-XX:+UseParallelGC"));
  }

  /** A JVM does not start with two collectors. */
  @Test
  void a_collector_that_is_given_is_the_only_one() {
    assertThat(command(17, "-XX:+UseZGC")).doesNotContain("-XX:+UseParallelGC", "-Xmn128m");
    assertThat(commandWith("JAVA_TOOL_OPTIONS", "-Dx=1 -XX:+UseG1GC"))
        .doesNotContain("-XX:+UseParallelGC", "-Xmn128m");
    assertThat(commandWith("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC"))
        .doesNotContain("-XX:+UseParallelGC");
    assertThat(commandWith("_JAVA_OPTIONS", "-XX:+UseG1GC")).doesNotContain("-XX:+UseParallelGC");
    assertThat(command(17, "-Xmx2G", "-XX:-UseParallelGC", "-XX:+UseNUMA"))
        .contains("-XX:+UseParallelGC", "-Xmn128m");
  }

  @Test
  void options_in_a_file_count_as_given(@TempDir Path folder) throws IOException {
    String file = "@" + Files.writeString(folder.resolve("my.options"), "-XX:+UseG1GC\n-Xmx128m");

    assertThat(command(17, file)).doesNotContain("-XX:+UseParallelGC", "-Xms256m");
    assertThat(commandWith("JDK_JAVA_OPTIONS", file)).doesNotContain("-XX:+UseParallelGC");
  }

  /** A JVM does not start if its initial heap is larger than its maximum heap. */
  @Test
  void a_heap_that_is_given_has_room_for_what_it_begins_with() {
    assertThat(command(17)).contains("-Xms256m", "-Xmx1G", "-Xmn128m");
    assertThat(command(17, "-Xmx128m")).contains("-Xmx1G").doesNotContain("-Xms256m", "-Xmn128m");
    assertThat(command(17, "-Xmx4G", "-XX:MaxHeapSize=131072k")).doesNotContain("-Xms256m");
    assertThat(command(17, "-Xmx128m", "-Xmx268435456")).contains("-Xms256m", "-Xmn128m");
    assertThat(command(17, "-Xms2g")).contains("-Xms256m").doesNotContain("-Xmx1G");
    assertThat(command(17, "-Xmxlarge")).contains("-Xms256m", "-Xmx1G");
    assertThat(commandWith("_JAVA_OPTIONS", "-Xmx128m")).doesNotContain("-Xms256m");
    // Onrush's own option comes after it.
    assertThat(commandWith("JAVA_TOOL_OPTIONS", "-Xms2G")).contains("-Xms256m", "-Xmx1G");
  }

  /** A JVM ignores a share if it is also given a size, even before the share. */
  @Test
  void a_share_of_the_memory_that_is_given_replaces_the_size() {
    for (String share :
        List.of("-XX:MaxRAMPercentage=75", "-XX:MaxRAMFraction=2", "-XX:MaxRAM=4g")) {
      assertThat(command(17, share)).contains("-Xms256m", "-Xmn128m").doesNotContain("-Xmx1G");
    }
    for (String share : List.of("-XX:InitialRAMPercentage=50.0", "-XX:InitialRAMFraction=4")) {
      assertThat(command(17, share)).contains("-Xmx1G", "-Xmn128m").doesNotContain("-Xms256m");
    }
    assertThat(command(17, "-XX:NewRatio=1")).contains("-Xmx1G").doesNotContain("-Xmn128m");
    assertThat(commandWith("_JAVA_OPTIONS", "-XX:MaxRAMPercentage=75")).doesNotContain("-Xmx1G");
    // Onrush's own option is stronger, as it is than a size.
    assertThat(commandWith("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=75")).contains("-Xmx1G");
  }
}
