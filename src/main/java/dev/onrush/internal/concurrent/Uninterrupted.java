package dev.onrush.internal.concurrent;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Executes code that must be completed even if the thread that needs it is interrupted. */
public final class Uninterrupted {

  private Uninterrupted() {}

  /**
   * Executes the code on a thread of its own, which nothing interrupts, and waits for it. If this
   * thread is interrupted before or meanwhile, it is marked as interrupted when the code is done.
   *
   * @param thread the name of the thread
   * @throws RuntimeException if the code has thrown one, and so for an error
   */
  public static <T> T call(String thread, Callable<T> code) {
    FutureTask<T> task = new FutureTask<>(code);
    Thread own = new Thread(task, thread);
    own.setDaemon(true);
    own.start();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unchecked(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException by) {
    if (by.getCause() instanceof Error error) {
      throw error;
    }
    return by.getCause() instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(by.getCause());
  }
}
