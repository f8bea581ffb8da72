package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionFilesTest {

  private static final String HOSTILE =
      """
      # a comment -XX:+UseZGC
      -Xmx1G\t-Xmn128m # another
      "-Da=b c"d 'it''s' ""  x"y z"w "a#b" #c
      C:\\new\\t "C:\\\\new\\t\\q"
      "two \\
         lines" lost#comment
      "open
      @next @@last 'a"b' "c'd"
      """;

  @TempDir Path folder;

  /** Prints its arguments, one per line. */
  static final class Echo {
    public static void main(String[] args) {
      System.out.print(String.join("\n", args));
    }
  }

  private String file(String text) throws IOException {
    return "@" + Files.writeString(folder.resolve("my.options"), text);
  }

  @Test
  void the_words_of_a_file_are_in_its_place() throws IOException {
    String file = file("# collector\n-XX:+UseG1GC -Xmx2G\n");

    assertThat(OptionFiles.expanded(List.of("-Xms1G", file, "-Da=1")))
        .containsExactly("-Xms1G", "-XX:+UseG1GC", "-Xmx2G", "-Da=1");
    assertThat(OptionFiles.expanded(List.of("@@a", "@", "--disable-@files", file)))
        .containsExactly("@a", "@", "--disable-@files", file);
  }

  @Test
  void quotes_comments_and_continued_lines_are_those_of_the_launcher() {
    assertThat(OptionFiles.words(HOSTILE))
        .containsExactly(
            "-Xmx1G",
            "-Xmn128m",
            "-Da=b cd",
            "its",
            "",
            "xy zw",
            "a#b",
            "C:\\new\\t",
            "C:\\new\tq",
            "two lines",
            "open",
            "@next",
            "@@last",
            "a\"b",
            "c'd");
  }

  @Test
  @Tag("long")
  void the_launcher_reads_the_same_words() throws IOException {
    String classPath = System.getProperty("java.class.path").replace("\\", "\\\\");
    String file = file("-cp \"" + classPath + "\" " + Echo.class.getName() + "\n" + HOSTILE);

    Process process = new ProcessBuilder(JvmOptions.program(), file).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(String.join("\n", OptionFiles.words(HOSTILE)));
  }

  @Test
  void a_file_that_cannot_be_read_is_refused() {
    String option = "@" + folder.resolve("none.options");

    assertThatThrownBy(() -> OptionFiles.expanded(List.of(option)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "option for the JVM was \""
                + option
                + "\", whose file cannot be read: "
                + folder.resolve("none.options")
                + " does not exist; write the path of a text file, absolute or relative to "
                + Path.of("").toAbsolutePath());
  }
}
