package dev.onrush.junit;

import dev.onrush.internal.text.OutputQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The console of a run in a JVM of its own. Its lines appear on another console, and say where the
 * run's folder is. All of them are read, even while that console takes nothing.
 */
final class RunConsole {

  /** What it says of the folder of a run that has ended. */
  private static final List<String> FOLDER = List.of("Report: ", "Folder: ");

  private final OutputQueue queue;
  private final PrintStream out;
  private volatile String last = "";
  private volatile Optional<Path> folder = Optional.empty();

  /**
   * One of which nothing is read yet.
   *
   * @param queue to {@code out}
   */
  RunConsole(OutputQueue queue, PrintStream out) {
    this.queue = queue;
    this.out = out;
  }

  /** Reads to its end what the run prints, as UTF-8. */
  void read(InputStream printed) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String told = line;
      FOLDER.stream()
          .filter(told::startsWith)
          .forEach(begin -> folder = Optional.of(Path.of(told.substring(begin.length()))));
      last = line.isBlank() ? last : line;
      queue.add((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8), this::print);
    }
  }

  private void print(byte[] bytes) {
    out.print(new String(bytes, StandardCharsets.UTF_8));
    out.flush();
  }

  /** The last line so far that is not blank; empty if there is none. */
  String last() {
    return last;
  }

  /** The folder of the run, once it has ended. */
  Optional<Path> folder() {
    return folder;
  }
}
