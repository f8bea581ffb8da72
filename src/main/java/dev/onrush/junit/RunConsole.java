package dev.onrush.junit;

import dev.onrush.internal.text.OutputQueue;
import dev.onrush.result.UnwrittenFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console of a run in a JVM of its own. Its lines appear on another console, and say where the
 * run's folder is. All of them are read, even while that console takes nothing.
 */
final class RunConsole {

  /** What it says of the folder of a run that has ended. */
  private static final List<String> FOLDER = List.of("Report: ", "Folder: ");

  /** What it says of a file of the run that was not written, or not to its end. */
  private static final Pattern UNWRITTEN =
      Pattern.compile("Note: (\\S+) ((?:was not written|is not complete): .*)");

  private final OutputQueue queue;
  private final PrintStream out;
  private volatile String last = "";
  private volatile Optional<Path> folder = Optional.empty();
  private final List<UnwrittenFile> unwritten = new CopyOnWriteArrayList<>();

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
      Matcher note = UNWRITTEN.matcher(line);
      if (note.matches()) {
        unwritten.add(new UnwrittenFile(note.group(1), note.group(2)));
      }
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

  /** The files of the run that it says were not written. */
  List<UnwrittenFile> unwritten() {
    return List.copyOf(unwritten);
  }

  /** The folder of the run, once it has ended. */
  Optional<Path> folder() {
    return folder;
  }
}
