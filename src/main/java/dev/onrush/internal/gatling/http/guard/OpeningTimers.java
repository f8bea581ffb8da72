package dev.onrush.internal.gatling.http.guard;

import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.field.ReferenceFields;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PriorityQueue;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one event loop that limit how long a connection may take to be opened: the timeouts
 * of requests that wait for their connection, and the timeouts of handshakes with TLS and with
 * proxies. The handshakes take several round trips, and the event loop has to answer in between.
 * While it stands still, the service waits for it. So these timers are postponed by that time.
 *
 * <p>Other timers are not postponed. When a request is written, or when a TCP connection is being
 * made, the service goes on while the event loop stands still, and what has come in time is read
 * before a timer fires.
 *
 * <p>The timers are found in the event loop's own queue, so that a run without a standstill costs
 * nothing. Confined to the event loop.
 */
public final class OpeningTimers {

  /**
   * A limit for an event loop that is never idle, on which the requests to a dead service would not
   * time out.
   */
  private static final int MOST_POSTPONEMENTS = 100;

  /**
   * How many nanoseconds an event loop has to have stood still for each of its timers. To look at a
   * timer takes a small part of this (the benchmark {@code HotPath} prints it), so this takes a
   * small part of the time, however many users pause. To postpone a timer takes longer; only timers
   * of connections that are being opened are postponed.
   */
  private static final long STANDSTILL_PER_TIMER = 2_000;

  private static final List<String> HANDSHAKES =
      List.of("io.netty.handler.ssl.SslHandler$", "io.netty.handler.proxy.ProxyHandler$");

  private static final String CONCURRENT = "io.netty.util.concurrent.";
  private static final GatlingField QUEUE =
      GatlingField.of(AbstractScheduledEventExecutor.class, "scheduledTaskQueue");
  private static final GatlingField TASK =
      GatlingField.of(GatlingField.type(CONCURRENT + "PromiseTask"), "task");
  private static final GatlingField DUE =
      GatlingField.of(GatlingField.type(CONCURRENT + "ScheduledFutureTask"), "deadlineNanos");

  private static final ClassValue<Kind> KINDS =
      new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
          return Kind.of(type);
        }
      };

  private final EventExecutor loop;

  /** The time of standstills by which the timers have not been postponed yet. */
  private long pending;

  /** How often each timer was postponed. */
  private final Map<Object, Integer> postponements = new WeakHashMap<>();

  private OpeningTimers(EventExecutor loop) {
    this.loop = loop;
  }

  /** Returns what postpones the timers of an event loop by a number of nanoseconds. */
  public static LongConsumer of(EventExecutor loop) {
    return new OpeningTimers(loop)::postpone;
  }

  private void postpone(long nanos) {
    @SuppressWarnings("unchecked")
    PriorityQueue<Object> timers = (PriorityQueue<Object>) QUEUE.get(loop);
    pending += nanos;
    if (pending < STANDSTILL_PER_TIMER * timers.size()) {
      return;
    }
    long now = loop.ticker().nanoTime();
    for (Object timer : timers.toArray()) {
      Object task = TASK.get(timer);
      Kind kind = KINDS.get(task.getClass());
      if (kind.isOpening(task)) {
        long due = (Long) DUE.get(timer);
        long by = Math.min(pending, kind.age(task, due, now));
        if (postponements.merge(timer, 1, Integer::sum) <= MOST_POSTPONEMENTS) {
          DUE.set(timer, due + by);
          timers.priorityChanged(timer);
        }
      }
    }
    pending = 0;
  }

  /**
   * A kind of task that a timer runs.
   *
   * @param handshake whether the task fails a handshake
   * @param request the field by which the task refers to a request's timer; null if it does not
   */
  private record Kind(boolean handshake, @Nullable Field request) {

    static Kind of(Class<?> type) {
      return new Kind(
          HANDSHAKES.stream().anyMatch(type.getName()::startsWith),
          ReferenceFields.of(type).orElse(List.of()).stream()
              .filter(field -> RequestTimer.isTimer(field.getType()))
              .findFirst()
              .orElse(null));
    }

    boolean isOpening(Object task) {
      return request == null ? handshake : RequestTimer.isOpening(timer(task, request));
    }

    /**
     * The longest time that the timer has run, without the time by which it was postponed. A
     * request may have been sent during the standstill. It is not known when a handshake began.
     */
    long age(Object task, long due, long now) {
      return request == null
          ? Long.MAX_VALUE
          : now - (due - RequestTimer.timeout(timer(task, request)));
    }

    private static Object timer(Object task, Field request) {
      return Objects.requireNonNull(ReferenceFields.get(task, request));
    }
  }
}
