package dev.onrush.internal.metrics.recording;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Samples on their way from one thread that writes to one that reads: chunks of longs, linked. The
 * writer neither locks nor waits, and reuses the chunk that the reader has emptied last, so that it
 * does not allocate in steady state. A reader that falls behind costs memory, never a sample.
 */
final class SampleLog {

  /** Reads one sample. */
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

  /** Called by the writer only. */
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

  /** Called by the reader only: hands over all that is there. */
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
