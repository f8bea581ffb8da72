package dev.onrush.internal.live;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work on the newest of several things, on a thread that may be slower than they come: of those
 * that wait, a newer one takes the place of the older.
 */
public final class NewestOnly<T> {

  private final Executor thread;
  private final Consumer<T> work;
  private final AtomicReference<@Nullable T> waiting = new AtomicReference<>();

  /**
   * Nothing yet.
   *
   * @param thread where the work is done; it has one task of this at a time
   */
  public NewestOnly(Executor thread, Consumer<T> work) {
    this.thread = thread;
    this.work = work;
  }

  /** Takes the place of what waits; returns at once. */
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
