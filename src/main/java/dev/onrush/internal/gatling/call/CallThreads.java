package dev.onrush.internal.gatling.call;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Creates the threads on which calls run: virtual threads from Java 24 on, platform threads before.
 * In Java 21 to 23, a virtual thread that waits within {@code synchronized}, as in many drivers,
 * blocks one of the few threads that carry virtual threads. There, virtual threads would have no
 * advantage over platform threads.
 *
 * <p>All threads are daemons: a call that ignores its interrupt does not keep the JVM running.
 */
final class CallThreads implements Executor {

  private static final int VIRTUAL_SINCE = 24;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final String NAME = "onrush-call-";

  private final Executor executor;
  private final boolean virtual;

  private CallThreads(Executor executor, boolean virtual) {
    this.executor = executor;
    this.virtual = virtual;
  }

  /** Returns the kind of threads that suits this JVM. Their number is not limited. */
  static CallThreads ofThisJvm() {
    return virtualThreads()
        .map(factory -> new CallThreads(task -> factory.newThread(task).start(), true))
        .orElseGet(() -> new CallThreads(platform(), false));
  }

  /** The kind of the threads: {@code virtual} or {@code platform}. */
  String kind() {
    return virtual ? "virtual" : "platform";
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  private static Executor platform() {
    AtomicLong made = new AtomicLong();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE.toSeconds(),
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, NAME + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** By reflection, since this class is compiled for Java 17. */
  private static Optional<ThreadFactory> virtualThreads() {
    if (Runtime.version().feature() < VIRTUAL_SINCE) {
      return Optional.empty();
    }
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method named = type.getMethod("name", String.class, long.class);
      return Optional.of(
          (ThreadFactory) type.getMethod("factory").invoke(named.invoke(builder, NAME, 1L)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads cannot be created", e);
    }
  }
}
