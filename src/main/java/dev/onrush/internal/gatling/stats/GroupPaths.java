package dev.onrush.internal.gatling.stats;

import dev.onrush.threshold.Subject;
import java.util.HashMap;
import java.util.Map;
import scala.collection.immutable.List;

/** The joined names of nested groups. Each thread caches those that it has joined. */
final class GroupPaths {

  /**
   * The number of paths that each thread caches, since groups may have names that never come again.
   */
  private static final int MOST_PATHS = 1_000;

  private final ThreadLocal<Map<List<String>, String>> known =
      ThreadLocal.withInitial(HashMap::new);

  /** The names of the groups, outermost first, joined; empty if there is no group. */
  String of(List<String> groups) {
    if (groups.isEmpty()) {
      return "";
    }
    Map<List<String>, String> mine = known.get();
    String joined = mine.get(groups);
    if (joined != null) {
      return joined;
    }
    String path = groups.mkString(Subject.GROUP_SEPARATOR);
    if (mine.size() < MOST_PATHS) {
      mine.put(groups, path);
    }
    return path;
  }
}
