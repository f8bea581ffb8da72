package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments of JVMs that are too long for a command line. */
class ArgumentFileTest {

  private static final String HOSTILE = "-Da= # 'x' \"y\" C:\\new\\t\n@z ";

  /** Prints its arguments. */
  static final class Echo {
    public static void main(String[] args) {
      System.out.print(
          System.getProperty("a") + "|" + System.getProperty("b") + "|" + String.join("|", args));
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

  @Test
  void an_argument_file_of_the_user_stays_on_the_command_line_with_what_is_before_it()
      throws IOException {
    String classPath = "a.jar:".repeat(6_000);
    ProcessBuilder builder =
        new ProcessBuilder(
            "java", "-Da=1", "@jvm.options", "-Db=2", "-cp", classPath, "Main", "@x");

    try (ArgumentFile unused = ArgumentFile.shorten(builder)) {
      assertThat(builder.command()).hasSize(4).startsWith("java", "-Da=1", "@jvm.options");
      assertThat(file(builder))
          .hasContent("\"-Db=2\"\n\"-cp\"\n\"" + classPath + "\"\n\"Main\"\n\"@x\"\n");
    }
  }

  private static Path file(ProcessBuilder builder) {
    List<String> command = builder.command();
    return Path.of(command.get(command.size() - 1).substring(1));
  }

  @Test
  @Tag("long")
  void a_jvm_gets_each_argument_as_it_was(@TempDir Path folder) throws IOException {
    Path options = Files.writeString(folder.resolve("jvm.options"), "-Db=\"of a file\"\n");
    String classPath = System.getProperty("java.class.path");
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "@" + options,
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
          .isEqualTo(HOSTILE.substring("-Da=".length()) + "|of a file||a b|*.nothing");
    }
  }
}
