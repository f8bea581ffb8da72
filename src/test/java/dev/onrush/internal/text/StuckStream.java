package dev.onrush.internal.text;

import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An output that accepts nothing until it is released, like a terminal after Ctrl-S. */
public final class StuckStream extends OutputStream {

  private final CountDownLatch written = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  /** Prints to this stream, which blocks the caller. */
  public PrintStream print() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  /** Waits until a thread writes to this stream. */
  public void awaitWrite() throws InterruptedException {
    written.await();
  }

  public void release() {
    released.countDown();
  }

  public String taken() {
    synchronized (taken) {
      return taken.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void write(int b) throws InterruptedIOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws InterruptedIOException {
    written.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    synchronized (taken) {
      taken.write(bytes, from, length);
    }
  }
}
