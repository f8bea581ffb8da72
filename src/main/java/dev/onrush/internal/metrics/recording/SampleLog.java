package dev.onrush.internal.metrics.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A queue of samples from one writing thread to one reading thread: linked chunks of longs. The
 * writer neither locks nor waits, and reuses the chunk that the reader has emptied last, so that it
 * does not allocate in steady state. A slow reader costs memory; no sample is ever lost.
 */
final class SampleLog {

  /** Receives one sample. */
  interface Reader {
    void sample(long what, long start, long value, long least);
  }

  private static final int FIELDS = 4;
  private static final int CHUNK = 1024 * FIELDS;
  private static final VarHandle LENGTH;

  static {
    try {
      LENGTH = MethodHandles.lookup().findVarHandle(Chunk.class, "length", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Chunk {
    final long[] data = new long[CHUNK];

    /** Written by the writer with release, so that the data before it is visible to the reader. */
    int length;

    volatile @Nullable Chunk next;
  }

  private Chunk tail = new Chunk();
  private Chunk head = tail;
  private int read;
  private volatile @Nullable Chunk spare;

  /** Appends a sample. Called by the writer only. */
  void add(long what, long start, long value, long least) {
    Chunk chunk = tail;
    int at = chunk.length;
    if (at == CHUNK) {
      Chunk fresh = spare;
      if (fresh == null) {
        fresh = new Chunk();
      } else {
        spare = null;
      }
      chunk.next = fresh;
      tail = fresh;
      chunk = fresh;
      at = 0;
    }
    chunk.data[at] = what;
    chunk.data[at + 1] = start;
    chunk.data[at + 2] = value;
    chunk.data[at + 3] = least;
    LENGTH.setRelease(chunk, at + FIELDS);
  }

  /**
   * Passes all samples that are there to {@code reader} and removes them. Called by the reader
   * only.
   */
  void drain(Reader reader) {
    while (true) {
      Chunk chunk = head;
      int length = (int) LENGTH.getAcquire(chunk);
      for (; read < length; read += FIELDS) {
        reader.sample(
            chunk.data[read], chunk.data[read + 1], chunk.data[read + 2], chunk.data[read + 3]);
      }
      Chunk next = chunk.next;
      if (read < CHUNK || next == null) {
        return;
      }
      head = next;
      read = 0;
      chunk.next = null;
      chunk.length = 0;
      spare = chunk;
    }
  }
}
