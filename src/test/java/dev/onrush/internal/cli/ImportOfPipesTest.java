package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.onrush.ProgramResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Logs and traces that the command import reads from pipes. */
class ImportOfPipesTest extends ImportFixture {

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void logs_from_pipes_are_read_once_in_the_order_in_which_they_are_given() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 45_000; i++) { // more than are put in order
      log.append(line("10.0.0." + i % 200, i / 8, "GET /items/" + i, "x"));
    }

    assertThat(
            imported(
                pipe("second", log.toString()).toString(),
                pipe("first", line("10.0.0.1", 0, "GET /items/0", "x")).toString(),
                "--format",
                "combined"))
        .isZero();

    assertThat(told())
        .startsWith("45,001 lines, 45,001 requests in ")
        .contains("\n1 request is older than an earlier line by more than --gap");
    compiles("ImportedTest.java");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void traces_from_a_pipe_are_read_once() throws IOException {
    Path traces = INPUTS.resolve("traces.json");
    assertThat(imported(traces.toString())).isZero();
    String expected = Files.readString(folder.resolve("to/ImportedTest.java"));
    Path pipe = pipe("pipe", Files.readString(traces));

    assertThat(imported(pipe.toString(), "--format", "otlp", "--force")).isZero();

    assertThat(folder.resolve("to/ImportedTest.java")).hasContent(expected);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void lines_between_the_exports_of_a_pipe_are_passed_by_as_those_of_a_file() throws IOException {
    String traces =
        Files.readAllLines(INPUTS.resolve("traces.json")).stream()
            .map(export -> "Starting up …\n" + export + "\n")
            .collect(Collectors.joining());
    assertThat(imported(file("shop.log", traces).toString(), "--format", "otlp")).isZero();
    String told = told();
    String expected = Files.readString(folder.resolve("to/ImportedTest.java"));

    Path pipe = pipe("pipe", traces);
    assertThat(imported(pipe.toString(), "--format", "otlp", "--force")).isZero();

    assertThat(told().substring(told.length())).isEqualTo(told.replace("shop.log", "pipe"));
    assertThat(folder.resolve("to/ImportedTest.java")).hasContent(expected);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @Timeout(value = 60, threadMode = SEPARATE_THREAD)
  void the_format_of_a_pipe_has_to_be_named() throws IOException {
    refused(
        emptyPipe("pipe").toString(),
        "FOLDER/pipe is not a regular file and can be read only once, so its format is not recognised;"
            + " name it: --format combined");
  }

  /** Returns a pipe to which a thread writes as soon as it is read. */
  private Path pipe(String name, String text) {
    Path pipe = emptyPipe(name);
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, text);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  private Path emptyPipe(String name) {
    Path pipe = folder.resolve(name);
    assertThat(ProgramResult.of("mkfifo", pipe.toString()).status()).isZero();
    return pipe;
  }
}
