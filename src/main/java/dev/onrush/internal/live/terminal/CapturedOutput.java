package dev.onrush.internal.live.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what others print while the view stands, until there is a moment to print it above the
 * view. It takes whole lines, and holds nobody up: a terminal that takes less than it is given
 * loses the rest, and is told how much.
 */
final class CapturedOutput extends OutputStream {

  /** Far more than anybody reads in the quarter of a second until it is printed. */
  private static final int MOST = 1 << 20;

  private final PrintStream after;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int wholeLines;
  private long lost;
  private boolean over;

  /** Nothing yet; what comes when the view is gone goes to {@code after}. */
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

  /** The lines that are complete, and no longer kept; null if there is none. */
  synchronized byte @Nullable [] lines() {
    return wholeLines == 0 && lost == 0 ? null : taken();
  }

  /** The lines that are complete, and how much was lost; the begin of a line is still kept. */
  private byte[] taken() {
    byte[] all = kept.toByteArray();
    kept.reset();
    kept.write(all, wholeLines, all.length - wholeLines);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    lines.write(all, 0, wholeLines);
    wholeLines = 0;
    if (lost > 0) {
      String told = "(" + lost + " bytes were printed too fast to be shown)\n";
      lines.writeBytes(told.getBytes(StandardCharsets.US_ASCII));
      lost = 0;
    }
    return lines.toByteArray();
  }

  /** The view is gone: all that is kept, and all that comes, goes straight on. */
  synchronized void end() {
    over = true;
    byte[] lines = taken();
    after.write(lines, 0, lines.length);
    after.write(kept.toByteArray(), 0, kept.size());
    kept.reset();
    after.flush();
  }
}
