package dev.onrush.internal.live.terminal;

import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Reads keys from a terminal, on a thread of its own, until the view is over. */
final class KeyReader {

  private static final Duration READ = Duration.ofMillis(100);

  private final Terminal terminal;
  private final BooleanSupplier over;

  /**
   * Held while a key is read, because reading changes the terminal's modes if they are not as set.
   */
  private final ReentrantLock reading = new ReentrantLock();

  KeyReader(Terminal terminal, BooleanSupplier over) {
    this.terminal = terminal;
    this.over = over;
  }

  /**
   * Reads keys until the view is over.
   *
   * @param interrupt is called for Ctrl-C
   * @param pressed receives every other key, except arrows and function keys
   */
  void read(Runnable interrupt, Consumer<Character> pressed) {
    try {
      while (!over.getAsBoolean()) {
        int key = key();
        while (key == Keyboard.ESCAPE) {
          key = afterEscape(pressed);
        }
        if (key == Keyboard.CTRL_C) {
          interrupt.run();
        } else if (key == NonBlockingReader.EOF) {
          return;
        } else if (key >= 0) {
          pressed.accept((char) key);
        }
      }
    } catch (IOException | RuntimeException | IOError e) {
      // There is no keyboard any more; the run goes on.
    }
  }

  /**
   * Waits until no key is being read. Returns whether this succeeded; {@link #resume} must be
   * called if so.
   */
  boolean pause() {
    try {
      return reading.tryLock(10 * READ.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void resume() {
    reading.unlock();
  }

  private int key() throws IOException {
    reading.lock();
    try {
      return over.getAsBoolean() ? NonBlockingReader.EOF : terminal.reader().read(READ.toMillis());
    } finally {
      reading.unlock();
    }
  }

  /**
   * Handles an escape and returns the next key; negative if none follows at once. An escape that
   * begins the sequence of an arrow or a function key ({@code ESC [ A}) is ignored with its
   * sequence; any other is the key Esc.
   */
  private int afterEscape(Consumer<Character> pressed) throws IOException {
    int next = key();
    if (next != '[' && next != 'O') {
      pressed.accept(Keyboard.ESCAPE);
      return next;
    }
    int last = key();
    while (last >= 0 && (last < '@' || last > '~')) {
      last = key();
    }
    return last < 0 ? last : NonBlockingReader.READ_EXPIRED;
  }
}
