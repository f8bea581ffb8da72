package dev.onrush.internal.live;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on the newest of several items, on a thread that may be slower than the items arrive: a
 * newer item replaces one that still waits.
 */
public final class NewestOnly<T> {

  private final Executor thread;
  private final Consumer<T> work;
  private final AtomicReference<@Nullable T> waiting = new AtomicReference<>();

  /**
   * Creates a worker without items.
   *
   * @param thread runs the work; it has one task of this worker at a time
   */
  public NewestOnly(Executor thread, Consumer<T> work) {
    this.thread = thread;
    this.work = work;
  }

  /** Replaces the item that waits; returns immediately. */
  public void put(T thing) {
    if (waiting.getAndSet(thing) == null) {
      thread.execute(this::take);
    }
  }

  private void take() {
    T newest = waiting.getAndSet(null);
    if (newest != null) {
      work.accept(newest);
    }
  }
}
