package dev.onrush.internal.run;

import dev.onrush.internal.control.EffectiveLoad;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The part of a run that generates the load. */
public interface Engine {

  /** Stops the load gracefully. */
  void stop(String reason);

  /**
   * Continues with a changed load.
   *
   * @throws IllegalArgumentException if the engine cannot follow the load; then nothing has changed
   */
  void follow(EffectiveLoad load);

  /**
   * Registers the receiver of troubles: failures of the engine because of which the result cannot
   * be trusted. The engine may call the receiver from any thread. Default: does nothing.
   */
  default void tellTroubles(Consumer<String> to) {}

  /**
   * Ends the load at once. When this method returns, nothing is sent any more, and everything that
   * was sent is recorded. The call is bounded in time; further calls have no effect. Default: does
   * nothing.
   */
  default void endLoad() {}

  /**
   * The moment, in terms of {@link System#nanoTime}, at which the load was ended before all users
   * had left, no matter who ended it. From then on responses are awaited, and nothing is sent.
   * Default: empty, which means that the load was not ended early or that the moment is not known.
   */
  default OptionalLong endOfLoad() {
    return OptionalLong.empty();
  }

  /**
   * Runs the tear-down of the plan, if its set-up was run. The call is bounded in time, and the
   * tear-down runs once however often this method is called. Returns a description of the failure,
   * if the tear-down failed. Default: does nothing.
   */
  default Optional<String> tearDown() {
    return Optional.empty();
  }

  /**
   * A description of how the simulation itself ended the load early. Default: empty, which means
   * that it did not.
   */
  default Optional<String> cause() {
    return Optional.empty();
  }

  /**
   * A description of how the simulation's own set-up or tear-down failed, or of how far the run had
   * got if it was ended before its load began. Default: empty, which means neither.
   */
  default Optional<String> hookFailure() {
    return Optional.empty();
  }

  /**
   * The places in which users are still running, such as {@code 4 of Browsing in "Search"}.
   * Default: empty, which means not known.
   */
  default List<String> runningUsers() {
    return List.of();
  }

  /** How long after the end of the plan users may still be running. Default: 65 s. */
  default Duration windDownAtMost() {
    return Duration.ofSeconds(65);
  }
}
