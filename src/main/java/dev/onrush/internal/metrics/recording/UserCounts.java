package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Users;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

/** How many users of each class have started and ended; counted by any thread, read by one. */
final class UserCounts {

  private static final class Count {
    final LongAdder started = new LongAdder();
    final LongAdder ended = new LongAdder();

    boolean areAtWork() {
      return started.sum() > ended.sum();
    }
  }

  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  /** Since the run's start, as of the last flip. */
  private final Map<String, Users> before = new HashMap<>();

  void started(String userClass) {
    counts.computeIfAbsent(userClass, c -> new Count()).started.increment();
  }

  void ended(String userClass) {
    counts.computeIfAbsent(userClass, c -> new Count()).ended.increment();
  }

  /** Whether some user has started and not ended. */
  boolean areAtWork() {
    return counts.values().stream().anyMatch(Count::areAtWork);
  }

  /**
   * What was counted since the last flip. Called by one thread.
   *
   * @param masked the name of a class as all may see it; classes that get the same are summed
   */
  Map<String, Users> flip(UnaryOperator<String> masked) {
    Map<String, Users> now = new TreeMap<>();
    counts.forEach(
        (userClass, count) -> {
          long ended = count.ended.sum(); // before started, so that nobody ends unborn
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
