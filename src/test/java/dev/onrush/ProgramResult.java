package dev.onrush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The output and the exit status of a program. */
public record ProgramResult(int status, String output) {

  private static final int PATIENCE_SECONDS = 200;

  /** Runs a program with an empty stdin until it ends, 200 s at most. */
  public static ProgramResult of(String... command) {
    try {
      return of(new ProcessBuilder(command).redirectErrorStream(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a program with the settings of a builder, such as its working folder; stdout is the
   * output.
   *
   * @throws IOException if there is no such program
   */
  public static ProgramResult of(ProcessBuilder builder) throws IOException {
    List<String> command = builder.command();
    Path output = Files.createTempFile("program", ".txt");
    try {
      // A file instead of a pipe: a reader of a pipe waits until the last writer has closed it.
      Process process =
          builder
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError(
              "%s did not end within %d s; it printed:\n%s"
                  .formatted(command, PATIENCE_SECONDS, Files.readString(output)));
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while " + command + " was waited for", e);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return new ProgramResult(process.exitValue(), Files.readString(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
