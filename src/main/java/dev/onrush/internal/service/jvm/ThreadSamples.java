package dev.onrush.internal.service.jvm;

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the threads of a JVM are: at most {@value #MOST} of them a second, in turn, and the counts
 * of all by those.
 */
final class ThreadSamples {

  /** More cost too much: each frame is a value of its own on the way here. */
  static final int MOST = 50;

  /** A thread that waits has six to eight frames of the JDK on top. */
  private static final int DEPTH = 12;

  /** Of one reading. */
  private static final int FRAMES = 10;

  /** Of a run: each is a series. */
  private static final int ALL_FRAMES = 60;

  /**
   * Of a run, those that are told with one thread only: in a long run there are ever more of them,
   * and what threads wait for has several.
   */
  private static final int SINGLE_FRAMES = 30;

  private final Set<String> known = new HashSet<>();
  private int next;

  /** Adds the figures of one moment. */
  void read(ThreadMXBean threads, Map<String, Double> series) {
    long[] ids = threads.getAllThreadIds();
    series.put("jmx_threads_live", (double) ids.length);
    long[] some = some(ids);
    double scale = (double) ids.length / Math.max(1, some.length);
    double blocked = 0;
    Map<String, Integer> frames = new HashMap<>();
    for (ThreadInfo thread : threads.getThreadInfo(some, DEPTH)) {
      if (thread == null) {
        continue; // it has ended
      }
      if (thread.getThreadState() == Thread.State.BLOCKED) {
        blocked++;
      }
      frame(thread.getStackTrace()).ifPresent(frame -> frames.merge(frame, 1, Integer::sum));
    }
    series.put("jmx_threads_blocked", blocked * scale);
    told(frames)
        .forEach((frame, of) -> series.put("jmx_threads_at{frame=\"" + frame + "\"}", of * scale));
  }

  /** Those of the frames of one reading that are told: the most frequent, if there is room. */
  Map<String, Integer> told(Map<String, Integer> frames) {
    Map<String, Integer> told = new HashMap<>();
    frames.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .filter(
            frame ->
                known.contains(frame.getKey())
                    || known.size() < (frame.getValue() > 1 ? ALL_FRAMES : SINGLE_FRAMES))
        .limit(FRAMES)
        .forEach(
            frame -> {
              known.add(frame.getKey());
              told.put(frame.getKey(), frame.getValue());
            });
    return told;
  }

  private long[] some(long[] ids) {
    if (ids.length <= MOST) {
      return ids;
    }
    Arrays.sort(ids);
    long[] some = new long[MOST];
    for (int i = 0; i < MOST; i++) {
      some[i] = ids[(next + i) % ids.length];
    }
    next = (next + MOST) % ids.length;
    return some;
  }

  /** The first method that is not of the JDK: a thread that waits for work has none. */
  private static Optional<String> frame(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> !frame.getClassName().matches("(java|javax|jdk|sun|com\\.sun)\\..*"))
        .map(
            frame ->
                frame.getClassName().replaceAll("[\\\\\"\n]", "") + "." + frame.getMethodName())
        .findFirst();
  }
}
