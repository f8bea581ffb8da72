package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Arguments of JVMs that are too long for a command line. */
class ArgumentFileTest {

  private static final String HOSTILE = "-Da= # 'x' \"y\" C:\\new\\t\n@z ";

  /** Prints what it is given. */
  static final class Echo {
    public static void main(String[] args) {
      System.out.print(System.getProperty("a") + "|" + String.join("|", args));
    }
  }

  @Test
  void a_short_command_stays_as_it_is() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("java", "-version");

    ArgumentFile.shorten(builder).close();

    assertThat(builder.command()).containsExactly("java", "-version");
  }

  @Test
  void a_long_command_is_a_file_until_it_is_closed() throws IOException {
    String classPath = "C:\\lib\\a b.jar;".repeat(2_000);
    ProcessBuilder builder = new ProcessBuilder("java", "-cp", classPath, "Main");

    try (ArgumentFile unused = ArgumentFile.shorten(builder)) {
      assertThat(builder.command()).hasSize(2).startsWith("java");
      assertThat(builder.command().get(1)).startsWith("@");
      assertThat(file(builder))
          .hasContent("\"-cp\"\n\"" + "C:\\\\lib\\\\a b.jar;".repeat(2_000) + "\"\n\"Main\"\n");
    }

    assertThat(file(builder).getParent()).doesNotExist();
  }

  private static Path file(ProcessBuilder builder) {
    return Path.of(builder.command().get(1).substring(1));
  }

  @Test
  @Tag("long")
  void a_jvm_gets_each_argument_as_it_was() throws IOException {
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            HOSTILE,
            "-Dlong=" + "x".repeat(100_000),
            "-cp",
            classPath,
            Echo.class.getName(),
            "",
            "a b",
            "*.nothing");

    try (ArgumentFile unused = ArgumentFile.shorten(builder)) {
      Process process = builder.redirectErrorStream(true).start();

      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(HOSTILE.substring("-Da=".length()) + "||a b|*.nothing");
    }
  }
}
