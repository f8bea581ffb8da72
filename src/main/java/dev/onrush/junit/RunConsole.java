package dev.onrush.junit;

import dev.onrush.internal.text.OutputQueue;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.UnwrittenFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console output of a run in a separate JVM. Its lines are copied to another console, and tell
 * why a run did not take place. All lines are read, even while the other console accepts nothing.
 */
final class RunConsole {

  /** The beginning of a refusal, which may have several lines. */
  private static final String REFUSED = "onrush: REFUSED: ";

  /**
   * The most characters of a refusal that are kept. The longest refusal lists a Maven dependency
   * for each library.
   */
  private static final int LONGEST = 10_000;

  /** The line about a file of the run that was not written, or not completely. */
  private static final Pattern UNWRITTEN =
      Pattern.compile("Note: (\\S+) ((?:was not written|is not complete): .*)");

  private final OutputQueue queue;
  private final PrintStream out;
  private volatile String last = "";
  private volatile String refusal = "";
  private final List<UnwrittenFile> unwritten = new CopyOnWriteArrayList<>();

  /**
   * Creates a console from which nothing has been read yet.
   *
   * @param queue the queue through which the lines go to {@code out}
   */
  RunConsole(OutputQueue queue, PrintStream out) {
    this.queue = queue;
    this.out = out;
  }

  /** Reads the output of the run, in UTF-8, to its end. */
  void read(InputStream printed) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher note = UNWRITTEN.matcher(line);
      if (note.matches()) {
        unwritten.add(new UnwrittenFile(note.group(1), note.group(2)));
      }
      refusal = refusal(refusal, line);
      last = line.isBlank() ? last : line;
      queue.add((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8), this::print);
    }
  }

  /** Returns the refusal with one more line; empty if no refusal has been printed yet. */
  private static String refusal(String known, String line) {
    if (line.startsWith(REFUSED)) {
      return Printable.beginning(line, LONGEST);
    }
    return known.isEmpty() ? "" : Printable.beginning(known + "\n" + line, LONGEST);
  }

  private void print(byte[] bytes) {
    out.print(new String(bytes, StandardCharsets.UTF_8));
    out.flush();
  }

  /** The last line so far that is not blank; empty if all lines are blank. */
  String last() {
    return last;
  }

  /** The files of the run that, by its output, were not written, or not completely. */
  List<UnwrittenFile> unwritten() {
    return List.copyOf(unwritten);
  }

  /**
   * The last refusal so far, with the lines that were printed after it; empty if there is no
   * refusal.
   */
  String refusal() {
    return refusal.stripTrailing();
  }
}
