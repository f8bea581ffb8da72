package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.gatling.call.CallPool;
import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.text.UserCode;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import scala.Product;
import scala.concurrent.Promise;
import scala.concurrent.duration.FiniteDuration;

/**
 * Ends the load of a run, in this order: nothing more is sent; requests in progress are awaited for
 * a short time; requests without an answer by then are counted; the event loops are shut down, so
 * that no user goes on. Every end of a run comes through here first: a stop or a crash from within
 * a chain, an abort, an interruption, and Gatling's own end.
 */
final class LoadEnd {

  private static final String STOP =
      "io.gatling.core.controller.Controller$Command$StopLoadGenerator";
  private static final Duration SHUT_DOWN = Duration.ofSeconds(2);

  private final EventLoopGroup loops;
  private final ActorRef<Controller.Command> controller;
  private final Open open;
  private final AtomicBoolean counting;
  private final Duration awaitAnswers;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private boolean ended;
  private volatile OptionalLong endOfLoad = OptionalLong.empty();
  private volatile String cause = "";

  /**
   * Creates the end of one run.
   *
   * @param loops all of Gatling's event loops
   * @param controller Gatling's own controller, which gets the command to stop when the load has
   *     ended
   * @param open the requests and calls in progress
   * @param counting set to false when everything has been counted
   * @param awaitAnswers how long requests in progress are awaited
   */
  LoadEnd(
      EventLoopGroup loops,
      ActorRef<Controller.Command> controller,
      Open open,
      AtomicBoolean counting,
      Duration awaitAnswers) {
    this.loops = loops;
    this.controller = controller;
    this.open = open;
    this.counting = counting;
    this.awaitAnswers = awaitAnswers;
  }

  /**
   * The requests and calls in progress.
   *
   * @param requests HTTP requests
   * @param calls calls of Java code
   * @param others records what else is open: messages of other protocols cannot be counted, and an
   *     event loop may be blocked
   */
  record Open(OpenRequests requests, CallPool calls, Runnable others) {

    private void end(EventLoopGroup loops, Duration awaitAnswers) {
      calls.close();
      requests.close(loops);
      long end = System.nanoTime() + awaitAnswers.toNanos();
      requests.await(awaitAnswers);
      calls.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      calls.recordUnanswered();
      requests.recordUnanswered(loops);
      others.run();
    }
  }

  /**
   * Ends the load while there may be users. Returns when everything is counted. Further calls wait
   * for the first.
   */
  void end() {
    end(true);
  }

  /** Ends the load when all users have left, which is not recorded as an early end. */
  void endWithoutUsers() {
    end(false);
  }

  private synchronized void end(boolean early) {
    if (ended) {
      return;
    }
    ended = true;
    if (early) {
      endOfLoad = OptionalLong.of(System.nanoTime());
    }
    open.end(loops, awaitAnswers);
    counting.set(false);
    Future<?> over = Loops.end(loops, SHUT_DOWN);
    if (!over.awaitUninterruptibly(SHUT_DOWN.toMillis())) {
      ExitStatus.exitUnlessEnded(over);
    }
  }

  /**
   * When the load was ended before all users had left, by {@link System#nanoTime}; empty if it was
   * not.
   */
  OptionalLong endOfLoad() {
    return endOfLoad;
  }

  /**
   * Why the load was ended from within a chain or by its longest duration, in words; empty if it
   * was not.
   */
  Optional<String> cause() {
    return Optional.of(cause).filter(text -> !text.isEmpty());
  }

  /** Ends the load, and then Gatling's run. Returns at once. */
  void stop(String reason) {
    endThenTell(stopping(reason));
  }

  /**
   * Ends the load and Gatling's run on behalf of the simulation itself, whose {@link #cause()} is
   * {@code reason}. Returns at once.
   */
  void stopByItself(String reason) {
    cause = reason;
    stop(reason);
  }

  /**
   * Ends the load and then sends the command to Gatling. Only the first command counts, since each
   * user that comes to a stop later sends another one.
   */
  private void endThenTell(Controller.Command command) {
    once(stopped, () -> startEnd(command));
  }

  /** Takes a step that has not been taken. A step that fails can be taken by a later call. */
  static void once(AtomicBoolean taken, Runnable step) {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) { // such as a lack of threads, which may pass
      taken.set(false);
      throw e;
    }
  }

  private void startEnd(Controller.Command command) {
    // On a thread of its own, since an event loop or an actor must not wait for itself.
    Thread thread =
        new Thread(
            () -> {
              try {
                end();
              } finally {
                controller.$bang(command);
              }
            },
            "onrush-load-end");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns the controller for chains, which ends the load before Gatling's run. */
  ActorRef<Controller.Command> controller() {
    return new Stopping();
  }

  /**
   * Returns why the run stops; empty for commands that do not stop it. The Scala classes of the
   * commands cannot be named in Java.
   */
  static Optional<String> text(Controller.Command command) {
    Product told = (Product) command;
    return switch (told.productPrefix()) {
      case "StopLoadGenerator" ->
          Optional.of(
              (told.productElement(1).equals(true) ? "crashLoadGenerator: " : "stopLoadGenerator: ")
                  + told.productElement(0));
      case "Crash" -> Optional.of(withRemedy(UserCode.text((Exception) told.productElement(0))));
      default -> Optional.empty();
    };
  }

  /** Adds what to do about a feeder without records, before the rest, which may be cut off. */
  private static String withRemedy(String crash) {
    return crash.replace(
        "feeder is now empty", "feeder is now empty; add .circular() or .random()");
  }

  /** Returns Gatling's own command to end a run gracefully. */
  private static Controller.Command stopping(String reason) {
    return (Controller.Command) GatlingField.made(STOP, reason, false);
  }

  private final class Stopping implements ActorRef<Controller.Command> {
    @Override
    public void $bang(Controller.Command command) {
      Optional<String> told = text(command);
      if (told.isEmpty()) {
        controller.$bang(command);
        return;
      }
      if (cause.isEmpty()) {
        cause = told.get();
      }
      endThenTell(command);
    }

    @Override
    public String name() {
      return controller.name();
    }

    @Override
    public <T> Promise<T> replyPromise(FiniteDuration timeout) {
      return controller.replyPromise(timeout);
    }
  }
}
