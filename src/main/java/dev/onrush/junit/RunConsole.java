package dev.onrush.junit;

import dev.onrush.internal.text.OutputQueue;
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
 * The console of a run in a JVM of its own. Its lines appear on another console, and say why there
 * was no run. All of them are read, even while that console takes nothing.
 */
final class RunConsole {

  /** What a refusal begins with; it may have several lines. */
  private static final String REFUSED = "onrush: REFUSED: ";

  /** Of a refusal, in characters. The longest has a dependency of a pom for each library. */
  private static final int LONGEST = 10_000;

  /** What it says of a file of the run that was not written, or not to its end. */
  private static final Pattern UNWRITTEN =
      Pattern.compile("Note: (\\S+) ((?:was not written|is not complete): .*)");

  private final OutputQueue queue;
  private final PrintStream out;
  private volatile String last = "";
  private volatile String refusal = "";
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
      Matcher note = UNWRITTEN.matcher(line);
      if (note.matches()) {
        unwritten.add(new UnwrittenFile(note.group(1), note.group(2)));
      }
      refusal = refusal(refusal, line);
      last = line.isBlank() ? last : line;
      queue.add((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8), this::print);
    }
  }

  /** What is known of a refusal, with one more line. */
  private static String refusal(String known, String line) {
    if (line.startsWith(REFUSED)) {
      return line;
    }
    String more = known.isEmpty() ? "" : known + "\n" + line;
    return more.substring(0, Math.min(LONGEST, more.length()));
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

  /** The last refusal so far, with all that was printed after it; empty if there is none. */
  String refusal() {
    return refusal.stripTrailing();
  }
}
