package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Users;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/**
 * Counts how many users of each class have started and ended. Any thread counts; one thread reads.
 */
final class UserCounts {

  private static final class Count {
    final LongAdder started = new LongAdder();
    final LongAdder ended = new LongAdder();

    boolean areAtWork() {
      return started.sum() > ended.sum();
    }
  }

  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  /** The counts since the run's start at the time of the last {@link #take}. */
  private final Map<String, Users> before = new HashMap<>();

  void started(String userClass) {
    counts.computeIfAbsent(userClass, c -> new Count()).started.increment();
  }

  void ended(String userClass) {
    counts.computeIfAbsent(userClass, c -> new Count()).ended.increment();
  }

  /** Whether any user has started and not ended. */
  boolean areAtWork() {
    return counts.values().stream().anyMatch(Count::areAtWork);
  }

  /**
   * Returns the counts since the last call. Called by one thread only.
   *
   * @param masked masks secrets in the name of a class; classes with the same masked name are
   *     summed
   */
  Map<String, Users> take(UnaryOperator<String> masked) {
    Map<String, Users> now = new TreeMap<>();
    counts.forEach(
        (userClass, count) -> {
          long ended = count.ended.sum(); // first, so that it never exceeds started
          long started = count.started.sum();
          Users was = before.getOrDefault(userClass, Users.NONE);
          now.merge(
              masked.apply(userClass),
              new Users(started - was.started(), ended - was.ended(), started - ended),
              Users::and);
          before.put(userClass, new Users(started, ended, started - ended));
        });
    return now;
  }
}
