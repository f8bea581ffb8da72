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
 * Samples the methods in which the threads of a JVM are. Each reading, once a second, looks at no
 * more than {@value #MOST} threads in turn, and scales the counts up to all threads.
 */
final class ThreadSamples {

  /**
   * The most threads in a reading. More would cost too much, since each stack frame is transferred
   * as a value of its own.
   */
  static final int MOST = 50;

  /**
   * The number of stack frames that are read. A thread that waits has six to eight frames of the
   * JDK on top.
   */
  private static final int DEPTH = 12;

  /** The most methods that are reported in one reading. */
  private static final int FRAMES = 10;

  /** The most methods that are reported in a run. Each is a series. */
  private static final int ALL_FRAMES = 60;

  /**
   * The number of reported methods from which a method with a single thread is no longer added. A
   * long run meets more and more of these, while a method in which threads wait has several.
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
        continue; // the thread has ended
      }
      if (thread.getThreadState() == Thread.State.BLOCKED) {
        blocked++;
      }
      frame(thread.getStackTrace()).ifPresent(frame -> frames.merge(frame, 1, Integer::sum));
    }
    series.put("jmx_threads_blocked", blocked * scale);
    reported(frames)
        .forEach((frame, of) -> series.put("jmx_threads_at{frame=\"" + frame + "\"}", of * scale));
  }

  /**
   * Returns the methods of one reading that are reported: the most frequent ones, if there is room.
   */
  Map<String, Integer> reported(Map<String, Integer> frames) {
    Map<String, Integer> reported = new HashMap<>();
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
              reported.put(frame.getKey(), frame.getValue());
            });
    return reported;
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

  /**
   * Returns the first method that is not part of the JDK; empty for a thread that waits for work.
   */
  private static Optional<String> frame(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> !frame.getClassName().matches("(java|javax|jdk|sun|com\\.sun)\\..*"))
        .map(
            frame ->
                frame.getClassName().replaceAll("[\\\\\"\n]", "") + "." + frame.getMethodName())
        .findFirst();
  }
}
