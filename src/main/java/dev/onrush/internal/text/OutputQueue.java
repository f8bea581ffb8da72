package dev.onrush.internal.text;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from those who print to an output that may take nothing for a while: a terminal
 * after Ctrl-S, a console of Windows with a selection, a pipe that nobody reads. A thread of its
 * own writes. Whoever prints more than fits waits for an output that is slow, and not for one that
 * is stuck: one that has taken nothing for some time. What does not fit while it is stuck is lost;
 * the output says how much once it has taken the rest.
 */
public final class OutputQueue {

  /** Far more than is printed in the time in which a terminal is looked at. */
  private static final int MOST = 1 << 20;

  /** A thread that has nothing to write for so long ends. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** What is to be written, and who writes it. */
  private record Piece(int length, Runnable writing, Consumer<byte[]> writer) {
    static Piece of(byte[] bytes, Consumer<byte[]> writer) {
      return new Piece(bytes.length, () -> writer.accept(bytes), writer);
    }
  }

  private final Duration patience;
  private final LongSupplier nanos;

  // All guarded by this.
  private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
  private long unwritten;
  private long lost;
  private boolean working;

  /** How often the output has taken something. */
  private long taken;

  /** Whether nothing was taken during a wait, nor since. */
  private boolean stuck;

  /**
   * An empty one; its thread is a daemon, and is there only while something is written.
   *
   * @param patience an output that takes nothing for so long is stuck
   */
  public OutputQueue(Duration patience) {
    this(patience, System::nanoTime);
  }

  /**
   * The same by another clock.
   *
   * @param nanos measures how long somebody has waited for the output; never goes back
   */
  OutputQueue(Duration patience, LongSupplier nanos) {
    this.patience = patience;
    this.nanos = nanos;
  }

  /** Adds what is to be written. Waits only if the queue is full and the output is not stuck. */
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

  /** Waits until all is written, for a bounded time, and not at all if the output is stuck. */
  public synchronized void await() {
    if (!stuck) {
      awaitUnwritten(0);
    }
  }

  /**
   * Waits until all is written, also for an output that is stuck.
   *
   * @param pause gives up after so long without anything being taken
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
   * Waits until no more than {@code most} is unwritten.
   *
   * @return whether it is so, or something was taken meanwhile
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
        interrupted = true; // who prints is not to lose its words for that
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

  /** The next one; null after a while without any, when the thread ends. */
  private synchronized @Nullable Piece awaitNext() {
    Piece next = next();
    long deadline = System.nanoTime() + IDLE.toNanos();
    long left = IDLE.toMillis();
    while (next == null && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // nobody interrupts this thread
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
      // As a PrintStream does: whoever prints learns nothing of it.
    }
    written(piece);
  }

  /** The output has taken something, be it a part of a piece. */
  synchronized void progressed() {
    taken++;
    stuck = false;
  }

  private synchronized void written(Piece piece) {
    progressed();
    unwritten -= piece.length();
    if (unwritten == 0 && lost > 0) {
      String told = "(" + lost + " bytes did not fit while nothing was taken, and are lost)\n";
      lost = 0;
      waiting.add(Piece.of(told.getBytes(StandardCharsets.US_ASCII), piece.writer()));
      unwritten = told.length();
    }
    notifyAll();
  }
}
