package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.threshold.Subject;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one thread, and the numbers of the names that it has used. It consults the shared
 * {@link NameRegistry} only for names that are new to the thread.
 */
final class ThreadLog {

  private final NameRegistry registry;
  private final SampleLog log = new SampleLog();
  private final Map<Kind, Map<String, Map<String, Map<String, Integer>>>> seriesIds =
      new EnumMap<>(Kind.class);
  private final Map<String, Integer> codeIds = new HashMap<>();
  private final Map<String, Integer> errorIds = new HashMap<>();

  ThreadLog(NameRegistry registry) {
    this.registry = registry;
  }

  /** Passes all samples to {@code reader}. Called by the reader only. */
  void drain(SampleLog.Reader reader) {
    log.drain(reader);
  }

  /** Adds a sample that has no group around it, no status code and no error. */
  void add(Kind kind, String userClass, String name, Outcome outcome, long start, long value) {
    add(kind, userClass, "", name, outcome, ResponseTime.asMeasured(start, value), "", "");
  }

  void add(
      Kind kind,
      String userClass,
      String group,
      String name,
      Outcome outcome,
      ResponseTime time,
      String code,
      String error) {
    long series = seriesId(kind, userClass, group, name);
    long codeId = code.isEmpty() ? 0 : 1 + id(codeIds, code, registry::code);
    long errorId = error.isEmpty() ? 0 : 1 + errorId(error);
    log.add(
        SampleCode.of(series, outcome, codeId, errorId), time.start(), time.micros(), time.least());
  }

  private int seriesId(Kind kind, String userClass, String group, String name) {
    Integer mine = known(kind, userClass, group, name);
    if (mine != null) {
      return mine;
    }
    String shown = Series.shown(name);
    String path =
        registry.masked(group.isEmpty() ? shown : group + Subject.GROUP_SEPARATOR + shown);
    int number = registry.name(kind, path);
    int id = registry.series(kind, userClass, number);
    // Names beyond the limit, and long ones, are not remembered, since their number is unbounded.
    if (registry.has(kind, path)) {
      seriesIds
          .computeIfAbsent(kind, k -> new HashMap<>())
          .computeIfAbsent(userClass, c -> new HashMap<>())
          .computeIfAbsent(group, g -> new HashMap<>())
          .put(name, id);
    }
    return id;
  }

  private @Nullable Integer known(Kind kind, String userClass, String group, String name) {
    Map<String, Map<String, Map<String, Integer>>> ofKind = seriesIds.get(kind);
    Map<String, Map<String, Integer>> ofClass = ofKind == null ? null : ofKind.get(userClass);
    Map<String, Integer> ofGroup = ofClass == null ? null : ofClass.get(group);
    return ofGroup == null ? null : ofGroup.get(name);
  }

  /**
   * The number of remembered texts is bounded, since texts that differ each time are not worth
   * remembering.
   */
  private int errorId(String raw) {
    return errorIds.size() < Names.MAX || errorIds.containsKey(raw)
        ? id(errorIds, raw, registry::error)
        : registry.error(raw);
  }

  private static int id(Map<String, Integer> known, String name, ToIntFunction<String> number) {
    Integer mine = Names.isLong(name) ? null : known.get(name);
    if (mine != null) {
      return mine;
    }
    int id = number.applyAsInt(name);
    if (id != 0 && !Names.isLong(name)) {
      known.put(name, id);
    }
    return id;
  }
}
