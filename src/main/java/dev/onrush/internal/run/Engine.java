package dev.onrush.internal.run;

import dev.onrush.internal.control.EffectiveLoad;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What sends the load. */
public interface Engine {

  /** Ends gracefully. */
  void stop(String reason);

  /**
   * Goes on along another course.
   *
   * @throws IllegalArgumentException if it cannot; then nothing has changed
   */
  void follow(EffectiveLoad course);

  /**
   * Whom to tell what the engine can do no more and the run cannot be trusted without; from any
   * thread.
   */
  default void tellTroubles(Consumer<String> to) {}

  /**
   * Ends the load at once: when this returns, nothing is sent any more, and all that was sent is
   * recorded. Bounded in time; further calls change nothing. Default: there is nothing to end.
   */
  default void endLoad() {}

  /**
   * When the load was ended before all users had left, whoever ended it, by {@link
   * System#nanoTime}; from then on answers are awaited, and nothing is sent. Default: it was not,
   * or that is not known.
   */
  default OptionalLong endOfLoad() {
    return OptionalLong.empty();
  }

  /**
   * Does what a plan does once at its end, if its set-up has been done; bounded in time, and once
   * for however many calls. Returns how it failed, in words. Default: there is nothing to do.
   */
  default Optional<String> tearDown() {
    return Optional.empty();
  }

  /** How the simulation itself ended the load before its time, in words. Default: it did not. */
  default Optional<String> cause() {
    return Optional.empty();
  }

  /** How the simulation's own set-up or tear-down failed, in words. Default: it did not. */
  default Optional<String> hookFailure() {
    return Optional.empty();
  }

  /** Where users are at work, such as {@code 4 of Browsing in "Search"}. Default: not known. */
  default List<String> atWork() {
    return List.of();
  }

  /** How long after the plan users may be at work. Default: 65 s. */
  default Duration windDownAtMost() {
    return Duration.ofSeconds(65);
  }
}
