package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments of JVMs that are secret, in quotation marks, or too long for a command line. */
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

    ArgumentFile.of(builder).close();

    assertThat(builder.command()).containsExactly("java", "-version");
  }

  @Test
  void a_long_command_is_a_file_until_it_is_closed() throws IOException {
    String classPath = "C:\\lib\\a b.jar;".repeat(2_000);
    ProcessBuilder builder = new ProcessBuilder("java", "-cp", classPath, "Main");

    try (ArgumentFile unused = ArgumentFile.of(builder)) {
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

    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      assertThat(builder.command()).hasSize(4).startsWith("java", "-Da=1", "@jvm.options");
      assertThat(file(builder))
          .hasContent("\"-Db=2\"\n\"-cp\"\n\"" + classPath + "\"\n\"Main\"\n\"@x\"\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Donrush.secrets.password=hunter22",
        "-Donrush.dashboardToken=0123456789abcdef",
        "-Donrush.cluster.secret=0123456789abcdef",
        "-Donrush.export.headers.Authorization=Bearer hunter22",
        "-Donrush.webhook=https://hooks.example.org/services/hunter22",
        "-Dtarget=http://me:hunter22@shop.example"
      })
  void a_secret_is_not_on_the_command_line(String secret) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("java", "-Xmx1g", secret, "-Dusers=3", "-cp", "a.jar", "Main");

    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      assertThat(builder.command()).hasSize(2).startsWith("java");
      assertThat(file(builder))
          .hasContent(
              "\"-Xmx1g\"\n\"" + secret + "\"\n\"-Dusers=3\"\n\"-cp\"\n\"a.jar\"\n\"Main\"\n");
      assertThat(Files.getPosixFilePermissions(file(builder).getParent()))
          .containsExactlyInAnyOrderElementsOf(PosixFilePermissions.fromString("rwx------"));
    }

    assertThat(file(builder).getParent()).doesNotExist();
  }

  @Test
  void a_secret_before_an_argument_file_of_the_user_is_moved_and_stays_before_it()
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "java",
            "-Donrush.secrets.a=hunter22",
            "@jvm.options",
            "-Dusers=3",
            "-cp",
            "a.jar",
            "Main",
            "@x");

    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      List<String> command = builder.command();
      assertThat(command).hasSize(8);
      assertThat(Path.of(command.get(1).substring(1)))
          .hasContent("\"-Donrush.secrets.a=hunter22\"\n");
      assertThat(command.subList(2, 8))
          .containsExactly("@jvm.options", "-Dusers=3", "-cp", "a.jar", "Main", "@x");
    }
  }

  /** Java on Windows would pass the words of the text as arguments of their own. */
  @Test
  void quotation_marks_are_not_on_the_command_line() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "java", "-Donrush.thresholds.a=p95 of \"Log in\" < 1 s", "-cp", "a.jar", "Main");

    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      assertThat(builder.command()).hasSize(2).startsWith("java");
      assertThat(file(builder))
          .hasContent(
              "\"-Donrush.thresholds.a=p95 of \\\"Log in\\\" < 1 s\"\n"
                  + "\"-cp\"\n\"a.jar\"\n\"Main\"\n");
    }
  }

  @Test
  void other_settings_stay_on_the_command_line() throws IOException {
    List<String> command =
        List.of(
            "java",
            "-Dtarget=http://shop.example",
            "-Donrush.users=3",
            "-Dpassword=of-the-simulation",
            "-cp",
            "a.jar",
            "Main");
    ProcessBuilder builder = new ProcessBuilder(command);

    ArgumentFile.of(builder).close();

    assertThat(builder.command()).isEqualTo(command);
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

    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      Process process = builder.redirectErrorStream(true).start();

      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(HOSTILE.substring("-Da=".length()) + "|of a file||a b|*.nothing");
    }
  }
}
