package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Series;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Assigns numbers to a bounded number of names. All further names share the number of {@link
 * Series#OTHER}. Names that are known in advance always get a number of their own. A long name is
 * cut.
 */
public final class Names {

  /** The usual limit. */
  static final int MAX = 500;

  /** The number of characters to which a long name is cut; the whole length is appended. */
  static final int LONGEST = 500;

  /** Room for the appended length, so that a name that was cut once is not cut again. */
  private static final int SLACK = 40;

  /**
   * The number of groups in which a known name has a reserved number. Without this limit, {@code
   * "user 7 / Pay"}, {@code "user 8 / Pay"} and so on would be unbounded.
   */
  static final int GROUPS = 10;

  private final int limit;
  private final Set<String> known;
  private final Map<String, Integer> placesOfKnown = new HashMap<>();
  private final Map<String, Integer> ids = new ConcurrentHashMap<>();
  private final List<String> byId = new CopyOnWriteArrayList<>();
  private final LongAdder overflow = new LongAdder();
  private int others;

  Names(int limit) {
    this(limit, Set.of());
  }

  /**
   * Creates numbers with reserved places for known names.
   *
   * @param limit the greatest number of all other names
   * @param known the names that are known in advance, with or without the groups around them
   */
  Names(int limit, Set<String> known) {
    this.limit = limit;
    this.known = Set.copyOf(known);
    byId.add(Series.OTHER);
    ids.put(Series.OTHER, 0);
  }

  /** The number of {@code name}; 0 if there are too many names. */
  int id(String name) {
    Integer found = ids.get(name);
    if (found != null) {
      return found;
    }
    return isLong(name) && !known.contains(name) ? id(name, name.length()) : register(name, name);
  }

  /** Whether the name is cut, unless it is known. */
  static boolean isLong(String name) {
    return name.length() > LONGEST + SLACK;
  }

  /**
   * The number of a text of which only the beginning is kept. Texts with the same beginning share a
   * number.
   *
   * @param length the length of the whole text, in characters
   */
  int id(String beginning, int length) {
    int end = Math.min(LONGEST, beginning.length());
    if (end > 0 && Character.isHighSurrogate(beginning.charAt(end - 1))) {
      end--;
    }
    String cut = beginning.substring(0, end) + "…";
    Integer found = ids.get(cut);
    return found != null
        ? found
        : register(cut, cut + " (" + Quantity.count(length) + " characters)");
  }

  private synchronized int register(String key, String shown) {
    Integer found = ids.get(key);
    if (found != null) {
      return found;
    }
    if (!takesPlaceOfKnown(key)) {
      if (others == limit) {
        overflow.increment();
        return 0;
      }
      others++;
    }
    byId.add(shown);
    ids.put(key, byId.size() - 1);
    return byId.size() - 1;
  }

  /**
   * Whether the path is or ends with a known name, in one of the first {@link #GROUPS} groups of
   * that name.
   */
  private boolean takesPlaceOfKnown(String path) {
    String name = path;
    while (!known.contains(name)) {
      int group = name.indexOf(Subject.GROUP_SEPARATOR);
      if (group < 0) {
        return false;
      }
      name = name.substring(group + Subject.GROUP_SEPARATOR.length());
    }
    return name.equals(path) || placesOfKnown.merge(name, 1, Integer::sum) <= GROUPS;
  }

  String name(int id) {
    return byId.get(id);
  }

  /** How many times a name was replaced by {@link Series#OTHER}. */
  long overflow() {
    return overflow.sum();
  }
}
