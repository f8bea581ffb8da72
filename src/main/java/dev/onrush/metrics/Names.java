package dev.onrush.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Numbers for names, at most so many; all further ones share the number of {@link Series#OTHER}.
 */
final class Names<T> {

  private final int limit;
  private final Map<T, Integer> ids = new ConcurrentHashMap<>();
  private final List<T> byId = new CopyOnWriteArrayList<>();
  private final LongAdder overflow = new LongAdder();

  Names(int limit, T other) {
    this.limit = limit;
    byId.add(other);
  }

  /** The number of {@code name}; 0 once there are too many. */
  int id(T name) {
    Integer known = ids.get(name);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      known = ids.get(name);
      if (known != null) {
        return known;
      }
      if (byId.size() > limit) {
        overflow.increment();
        return 0;
      }
      byId.add(name);
      ids.put(name, byId.size() - 1);
      return byId.size() - 1;
    }
  }

  T name(int id) {
    return byId.get(id);
  }

  /** How many times a name had to be called other. */
  long overflow() {
    return overflow.sum();
  }
}
