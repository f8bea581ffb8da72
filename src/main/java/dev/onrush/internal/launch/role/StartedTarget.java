package dev.onrush.internal.launch.role;

import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A service that a provider has started. Its provider's code runs on separate threads, so that code
 * that does not return cannot keep the run from ending; the console shows what is waited for.
 */
final class StartedTarget implements Target {

  /**
   * How long the provider's code is waited for.
   *
   * @param silently the time until the console shows what is waited for
   * @param interrupted the time that {@code awaitReady()} has after its interruption
   * @param closing the time that {@code close()} has
   */
  record TimeLimits(Duration silently, Duration interrupted, Duration closing) {

    /** For two services shorter in sum than the time after which a signal halts the process. */
    static final TimeLimits DEFAULT =
        new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(40));
  }

  private static final String BY_HAND = "Ctrl-C ends the run";

  /** Starts a service. */
  interface Start {
    Target target() throws IOException;
  }

  private final Target service;
  private final String provider;
  private final TimeLimits limits;
  private final Consumer<String> console;

  private StartedTarget(
      Target service, String provider, TimeLimits limits, Consumer<String> console) {
    this.service = service;
    this.provider = provider;
    this.limits = limits;
    this.console = console;
  }

  /**
   * Starts a service on the calling thread.
   *
   * @param by the provider, whose name is shown
   * @param console prints a line
   */
  static Target by(TargetProvider by, Start start, TimeLimits limits, Consumer<String> console)
      throws IOException {
    String name = by.getClass().getName();
    try (WaitNotice notice =
        new WaitNotice("start(…) of " + name, BY_HAND, limits.silently, console)) {
      return new StartedTarget(
          Given.value(start.target(), "the target of " + name), name, limits, console);
    }
  }

  /**
   * The address that the provider gives.
   *
   * @throws IllegalArgumentException if it cannot be the address of a target
   */
  @Override
  public URI uri() {
    String what = "uri() of the target of " + provider;
    String given = Given.value(service.uri(), what).toString();
    try {
      return HttpAddress.base(given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + " was " + HttpAddress.withoutCredentials(given) + ", " + e.getMessage(), e);
    }
  }

  @Override
  public String description() {
    return Given.value(service.description(), "description() of the target of " + provider);
  }

  /** Waits until the service is ready. An interruption ends this in bounded time. */
  @Override
  public void awaitReady() throws IOException {
    String step = "awaitReady() of " + provider;
    FutureTask<Void> ready =
        new FutureTask<>(
            () -> {
              service.awaitReady();
              return null;
            });
    Thread thread = started(ready, "onrush-await-ready");
    try (WaitNotice notice = new WaitNotice(step, BY_HAND, limits.silently, console)) {
      ready.get();
    } catch (ExecutionException e) {
      throw thrown(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      thread.interrupt();
      if (!isDone(ready, step + " to react to the end of the run", limits.interrupted)) {
        console.accept(
            step
                + " did not return within "
                + Quantity.duration(limits.interrupted)
                + " of its interruption; the run ends without it");
      }
      Thread.currentThread().interrupt();
      throw new IOException("the run was ended before the service was ready", e);
    }
  }

  /** Closes the service. If that does not end in time, the run ends without it. */
  @Override
  public void close() {
    String step = "close() of " + provider;
    FutureTask<Void> closing = new FutureTask<>(service::close, null);
    Thread unused = started(closing, "onrush-close-target");
    if (!isDone(closing, step, limits.closing)) {
      console.accept(
          step
              + " did not return within "
              + Quantity.duration(limits.closing)
              + "; the run ends without it, and its service may still be running");
      return;
    }
    try {
      closing.get();
    } catch (ExecutionException e) {
      Throwable thrown = Objects.requireNonNullElse(e.getCause(), e);
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is done, so that nothing was waited for
    }
  }

  private static Thread started(Runnable step, String name) {
    Thread thread = new Thread(step, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits for a step, also if this thread is interrupted; returns whether it is done in time. */
  private boolean isDone(FutureTask<Void> step, String what, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    try (WaitNotice notice =
        new WaitNotice(what, "at most " + Quantity.duration(atMost), limits.silently, console)) {
      while (true) {
        try {
          step.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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

  private static IOException thrown(Throwable by) {
    if (by instanceof IllegalArgumentException wrong && ServiceProviders.refused(wrong) != wrong) {
      return new IOException(wrong.getMessage(), wrong); // a refusal, of which this is enough
    }
    if (by instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (by instanceof Error error) {
      throw error;
    }
    return (IOException) by;
  }
}
