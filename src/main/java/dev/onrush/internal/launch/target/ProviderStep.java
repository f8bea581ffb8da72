package dev.onrush.internal.launch.target;

import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.internal.text.FailureText;
import dev.onrush.internal.text.UserCode;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A step of a target provider's code. It runs on a daemon thread of its own, so that code that does
 * not return cannot keep the run from ending; the console shows what is waited for.
 *
 * @param <T> what the code returns
 */
final class ProviderStep<T> {

  /**
   * How long the provider's code is waited for.
   *
   * @param silently the time until the console shows what is waited for
   * @param ready the time that {@code start(…)} has, and then {@code awaitReady()}
   * @param interrupted the time that each of them has after its interruption
   * @param closing the time that {@code close()} has
   */
  record TimeLimits(Duration silently, Duration ready, Duration interrupted, Duration closing) {

    /** For two services shorter in sum than the time after which a signal halts the process. */
    static TimeLimits ready(Duration atMost) {
      return new TimeLimits(
          Duration.ofSeconds(10), atMost, Duration.ofSeconds(10), Duration.ofSeconds(40));
    }
  }

  private final String name;
  private final FutureTask<T> task;
  private final Thread thread;
  private final TimeLimits limits;
  private final Consumer<String> console;

  /**
   * Starts the step.
   *
   * @param name as the console shows it: {@code close() of com.shop.Provider}
   * @param console prints a line
   */
  ProviderStep(String name, Callable<T> code, TimeLimits limits, Consumer<String> console) {
    this.name = name;
    this.task = new FutureTask<>(code);
    this.thread = new Thread(task, "onrush-provider-step");
    this.limits = limits;
    this.console = console;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits until the code has returned. If it takes too long, or this thread is interrupted, the
   * code is interrupted.
   *
   * @param unused receives what the code returns nevertheless
   * @return what the code has returned
   * @throws IllegalArgumentException if the code has refused a setting with a message of its own
   * @throws IOException if the code has thrown anything else, took too long or was interrupted
   */
  T await(Consumer<T> unused) throws IOException {
    try (WaitNotice notice = notice(name, limits.ready())) {
      return task.get(limits.ready().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      interrupt(unused);
      throw new IOException(
          name
              + " did not return within "
              + Quantity.duration(limits.ready())
              + "; start the service faster, or increase onrush.readyAtMost",
          e);
    } catch (InterruptedException e) {
      interrupt(unused);
      Thread.currentThread().interrupt();
      throw new IOException("the run was ended before the service was ready", e);
    }
  }

  private void interrupt(Consumer<T> unused) {
    thread.interrupt();
    if (!isDone(name + " to react to its interruption", limits.interrupted())) {
      console.accept(
          name
              + " did not return within "
              + Quantity.duration(limits.interrupted())
              + " of its interruption; the run ends without it");
      return;
    }
    try {
      unused.accept(task.get());
    } catch (ExecutionException e) {
      // as is usual for code that was interrupted
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is done, so that nothing was waited for
    }
  }

  /**
   * Waits until the code has returned, for at most the time that closing may take, also if this
   * thread is interrupted. If the code fails, the console shows why.
   */
  void close() {
    if (!isDone(name, limits.closing())) {
      console.accept(
          name
              + " did not return within "
              + Quantity.duration(limits.closing())
              + "; the run ends without it, and its service may still be running");
      return;
    }
    try {
      task.get();
    } catch (ExecutionException e) {
      console.accept(threw(cause(e)) + "; its service may still be running");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is done, so that nothing was waited for
    }
  }

  /** Waits for the code, also if this thread is interrupted; returns whether it is done in time. */
  private boolean isDone(String what, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    try (WaitNotice notice = notice(what, atMost)) {
      while (true) {
        try {
          task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          return true;
        } catch (ExecutionException e) {
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private WaitNotice notice(String what, Duration atMost) {
    return new WaitNotice(what, "at most " + Quantity.duration(atMost), limits.silently(), console);
  }

  /** Returns why the code failed, and which code it was. */
  private IOException failure(ExecutionException by) {
    Throwable thrown = cause(by);
    if (thrown instanceof LinkageError error) {
      throw error; // reported with the libraries that do not fit together
    }
    if (thrown instanceof IllegalArgumentException e && ServiceProviders.refused(e) != e) {
      throw ServiceProviders.refused(e);
    }
    return new IOException(
        thrown instanceof IOException ? FailureText.of(thrown) + " (" + name + ")" : threw(thrown),
        thrown);
  }

  private String threw(Throwable thrown) {
    return name + " threw " + UserCode.text(thrown);
  }

  private static Throwable cause(ExecutionException of) {
    return Objects.requireNonNullElse(of.getCause(), of);
  }
}
