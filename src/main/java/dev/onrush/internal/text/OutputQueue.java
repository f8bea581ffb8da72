package dev.onrush.internal.text;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between printing threads and an output that may accept nothing for a while: a
 * terminal after Ctrl-S, a Windows console with a selection, a pipe that is not read. A separate
 * thread writes. If the queue is full, a printing thread waits for a slow output, but not for a
 * stuck one, which has accepted nothing for some time. Text that does not fit while the output is
 * stuck is lost. Once the output has accepted the rest, it also gets a line that says how much was
 * lost.
 */
public final class OutputQueue {

  /**
   * The capacity in bytes, which is far more than is printed while a user halts a terminal to read
   * it.
   */
  private static final int MOST = 1 << 20;

  /** The time without anything to write after which the thread ends. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** Bytes to write, and the function that writes them. */
  private record Piece(int length, Runnable writing, Consumer<byte[]> writer) {
    static Piece of(byte[] bytes, Consumer<byte[]> writer) {
      return new Piece(bytes.length, () -> writer.accept(bytes), writer);
    }
  }

  private final Duration patience;
  private final LongSupplier nanos;

  // All fields below are guarded by this.
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private long unwritten;
  private long lost;
  private boolean working;

  /** How often the output has accepted something. */
  private long taken;

  /** Whether the output has accepted nothing during a wait, nor since. */
  private boolean stuck;

  /**
   * Creates an empty queue. Its thread is a daemon, and exists only while there is something to
   * write.
   *
   * @param patience the time without progress after which an output is stuck
   */
  public OutputQueue(Duration patience) {
    this(patience, System::nanoTime);
  }

  /**
   * Creates an empty queue with another clock.
   *
   * @param nanos the clock that measures waits for the output; it never goes back
   */
  OutputQueue(Duration patience, LongSupplier nanos) {
    this.patience = patience;
    this.nanos = nanos;
  }

  /** Adds bytes to write. Waits only if the queue is full and the output is not stuck. */
  public synchronized void add(byte[] bytes, Consumer<byte[]> writer) {
    long room = Math.max(0, MOST - bytes.length);
    while (unwritten > room && !stuck) {
      awaitUnwritten(room);
    }
    if (unwritten > room) {
      lost += bytes.length;
      return;
    }
    waiting.add(Piece.of(bytes, writer));
    unwritten += bytes.length;
    if (working) {
      notifyAll();
    } else {
      begin();
    }
  }

  /** Waits for a bounded time until everything is written. Does not wait if the output is stuck. */
  public synchronized void await() {
    if (!stuck) {
      awaitUnwritten(0);
    }
  }

  /**
   * Waits until everything is written, even if the output is stuck.
   *
   * @param pause the time without progress after which this method gives up
   */
  public synchronized void await(Duration pause) {
    boolean goesOn = true;
    while (unwritten > 0 && goesOn) {
      goesOn = awaitUnwritten(0, pause);
    }
  }

  private void awaitUnwritten(long most) {
    stuck = !awaitUnwritten(most, patience);
  }

  /**
   * Waits until no more than {@code most} bytes are unwritten.
   *
   * @return whether this is the case, or the output has accepted something meanwhile
   */
  private boolean awaitUnwritten(long most, Duration atMost) {
    long before = taken;
    long deadline = nanos.getAsLong() + atMost.toNanos();
    boolean interrupted = false;
    long left = atMost.toMillis();
    while (unwritten > most && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        interrupted = true; // an interrupted thread must not lose what it prints
      }
      left = (deadline - nanos.getAsLong()) / 1_000_000;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return unwritten <= most || taken != before;
  }

  private void begin() {
    Thread thread = new Thread(this::work, "onrush-output");
    thread.setDaemon(true);
    try {
      thread.start();
      working = true;
    } catch (OutOfMemoryError e) { // there are no more threads
      for (Piece piece = next(); piece != null; piece = next()) {
        write(piece);
      }
    }
  }

  private void work() {
    for (Piece piece = awaitNext(); piece != null; piece = awaitNext()) {
      write(piece);
    }
  }

  /** Returns the next piece; null after a while without a piece, at which the thread ends. */
  private synchronized @Nullable Piece awaitNext() {
    Piece next = next();
    long deadline = System.nanoTime() + IDLE.toNanos();
    long left = IDLE.toMillis();
    while (next == null && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // this thread is never interrupted
      }
      next = next();
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    working = next != null;
    return next;
  }

  private synchronized @Nullable Piece next() {
    return waiting.poll();
  }

  private void write(Piece piece) {
    try {
      piece.writing().run();
    } catch (RuntimeException | Error e) {
      // The failure is hidden from the printing thread, as a PrintStream does.
    }
    written(piece);
  }

  /** Records that the output has accepted something, even if only a part of a piece. */
  synchronized void progressed() {
    taken++;
    stuck = false;
  }

  private synchronized void written(Piece piece) {
    progressed();
    unwritten -= piece.length();
    if (unwritten == 0 && lost > 0) {
      String told =
          "("
              + lost
              + (lost == 1 ? " byte was" : " bytes were")
              + " lost while the output was blocked)\n";
      lost = 0;
      waiting.add(Piece.of(told.getBytes(StandardCharsets.US_ASCII), piece.writer()));
      unwritten = told.length();
    }
    notifyAll();
  }
}
