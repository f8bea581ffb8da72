package dev.onrush.internal.text;

import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An output that takes nothing until it is released, as a terminal after Ctrl-S does. */
public final class StuckStream extends OutputStream {

  private final CountDownLatch written = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  /** Prints to it, and waits with it. */
  public PrintStream print() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  /** Waits until somebody writes to it. */
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
