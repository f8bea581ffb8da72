package dev.onrush.internal.live.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the output of other code while the view is shown, until it can be printed above the view.
 * It releases whole lines, and never blocks: if the terminal is too slow, the rest is lost, and the
 * number of lost bytes is printed.
 */
final class CapturedOutput extends OutputStream {

  /**
   * The limit in bytes: far more than anyone reads in the quarter of a second until it is printed.
   */
  private static final int MOST = 1 << 20;

  private final PrintStream after;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int wholeLines;
  private long lost;
  private boolean over;

  /** Creates an empty buffer; output after the end of the view goes to {@code after}. */
  CapturedOutput(PrintStream after) {
    this.after = after;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (over) {
      after.write(bytes, from, length);
      return;
    }
    if (kept.size() + length > MOST) {
      lost += length;
      return;
    }
    kept.write(bytes, from, length);
    for (int i = from + length - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        wholeLines = kept.size() - (from + length - 1 - i);
        break;
      }
    }
  }

  @Override
  public synchronized void flush() {
    if (over) {
      after.flush();
    }
  }

  /** Returns the complete lines and removes them; null if there are none. */
  synchronized byte @Nullable [] lines() {
    return wholeLines == 0 && lost == 0 ? null : takeLines();
  }

  /**
   * Removes and returns the complete lines and how much was lost; the beginning of an incomplete
   * line is kept.
   */
  private byte[] takeLines() {
    byte[] all = kept.toByteArray();
    kept.reset();
    kept.write(all, wholeLines, all.length - wholeLines);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(all, 0, wholeLines);
    wholeLines = 0;
    if (lost > 0) {
      String told =
          "(" + lost + " bytes were lost: they were printed faster than the terminal shows them)\n";
      lines.writeBytes(told.getBytes(StandardCharsets.US_ASCII));
      lost = 0;
    }
    return lines.toByteArray();
  }

  /** Ends the buffering: what is kept, and all further output, is passed on. */
  synchronized void end() {
    over = true;
    byte[] lines = takeLines();
    after.write(lines, 0, lines.length);
    after.write(kept.toByteArray(), 0, kept.size());
    kept.reset();
    after.flush();
  }
}
