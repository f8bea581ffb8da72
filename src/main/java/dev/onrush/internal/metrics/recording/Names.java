package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.text.Printable;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/**
 * Assigns numbers to a bounded number of names. All further names share the number of {@link
 * Series#OTHER}. Names that are known in advance always get a number of their own; in further
 * groups, they share one number per known name: {@code (other) / Pay}. So a threshold on a known
 * name applies to all of its samples. A long name is cut.
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

  /** Stands for all groups of a known name for which there is no room. */
  private static final String IN_OTHER_GROUPS = Series.OTHER + Subject.GROUP_SEPARATOR;

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
    if (!isLong(name) || known.contains(name)) {
      return register(name, name);
    }
    return knownEnd(name)
        .map(end -> inGroups(cut(name.substring(0, name.length() - end.length())), end))
        .orElseGet(() -> id(name, name.length()));
  }

  /** The number of a known name in a group; {@code groups} ends with the separator. */
  private int inGroups(String groups, String knownName) {
    String path = groups + knownName;
    Integer found = ids.get(path);
    return found != null ? found : register(path, path);
  }

  /** Whether this very name has a number of its own, so that it can be remembered. */
  boolean has(String name) {
    return ids.containsKey(name);
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
    String cut = Printable.beginning(beginning, LONGEST) + "…";
    Integer found = ids.get(cut);
    return found != null
        ? found
        : register(cut, cut + " (" + Quantity.count(length) + " characters)");
  }

  /** The groups before a known name, cut if they are long. */
  private static String cut(String groups) {
    return groups.length() > LONGEST
        ? Printable.cut(groups, LONGEST) + Subject.GROUP_SEPARATOR
        : groups;
  }

  private synchronized int register(String key, String shown) {
    Integer found = ids.get(key);
    if (found != null) {
      return found;
    }
    Optional<String> end = knownEnd(key);
    if (end.filter(name -> hasPlace(name, key)).isEmpty()) {
      if (others == limit) {
        overflow.increment();
        return end.map(name -> add(IN_OTHER_GROUPS + name, IN_OTHER_GROUPS + name)).orElse(0);
      }
      others++;
    }
    return add(key, shown);
  }

  private int add(String key, String shown) {
    Integer found = ids.get(key);
    if (found != null) {
      return found;
    }
    byId.add(shown);
    ids.put(key, byId.size() - 1);
    return byId.size() - 1;
  }

  /** Whether the path is a known name, or is in one of the first groups of that name. */
  private boolean hasPlace(String name, String path) {
    return name.equals(path)
        || path.equals(IN_OTHER_GROUPS + name) // as an injector has named it
        || placesOfKnown.merge(name, 1, Integer::sum) <= GROUPS;
  }

  /** Returns the longest known name that the path is or ends with. */
  private Optional<String> knownEnd(String path) {
    String name = path;
    while (!known.contains(name)) {
      int group = name.indexOf(Subject.GROUP_SEPARATOR);
      if (group < 0) {
        return Optional.empty();
      }
      name = name.substring(group + Subject.GROUP_SEPARATOR.length());
    }
    return Optional.of(name);
  }

  String name(int id) {
    return byId.get(id);
  }

  /** How many times a name was replaced by {@link Series#OTHER}. */
  long overflow() {
    return overflow.sum();
  }
}
