package dev.onrush.internal.importing.session;

import dev.onrush.internal.importing.log.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Groups the requests of a log into sessions, in the order of its lines. Memory is bounded: of all
 * sessions a sample is kept, and in addition the long and the fast ones.
 */
final class Sessions {

  /**
   * The size of the sample of sessions that are neither long nor fast. Each session has the same
   * probability to be in it.
   */
  private static final int MOST_KEPT = 20_000;

  /** The most sessions that are kept of users that are present nearly all the time. */
  private static final int MOST_LONG = 20_000;

  /** The most sessions that are kept of clients that are too fast for one user. */
  private static final int MOST_FAST = 20_000;

  /**
   * The most sessions that are open at once. If there are more, the session that has been idle for
   * the longest time ends early.
   */
  private static final int MOST_OPEN = 100_000;

  private final long gap;
  private final SplittableRandom random;
  private final Map<String, OpenSession> open = new LinkedHashMap<>(1 << 10, 0.75f, true);
  private final List<Session> kept = new ArrayList<>();
  private final List<Session> steady = new ArrayList<>();
  private final List<Session> fast = new ArrayList<>();
  private final TimeSeries begins = new TimeSeries();
  private long seen;
  private long endedEarly;
  private long late;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  Sessions(Duration gap, SplittableRandom random) {
    this.gap = gap.toNanos() / 1_000;
    this.random = random;
  }

  void add(String user, LogEntry.Time time, Endpoint endpoint) {
    first = Math.min(first, time.at());
    last = Math.max(last, time.end());
    late += last - time.end() > gap ? 1 : 0;
    OpenSession session = open.get(user);
    if (session != null && time.at() - session.end() > gap) {
      open.remove(user);
      finish(session);
      session = null;
    }
    if (session == null) {
      session = new OpenSession(time);
      begins.add(second(time.at()));
      open.put(user, session);
      endIdle();
    }
    session.add(time, endpoint, random);
  }

  /**
   * Ends sessions that are idle, or too many. The map is in the order of the last requests, so idle
   * sessions come first.
   */
  private void endIdle() {
    Iterator<OpenSession> all = open.values().iterator();
    while (all.hasNext()) {
      OpenSession eldest = all.next();
      boolean idle = last - eldest.end() > gap;
      if (!idle && open.size() <= MOST_OPEN) {
        return;
      }
      endedEarly += idle ? 0 : 1;
      all.remove();
      finish(eldest);
    }
  }

  private void finish(OpenSession ended) {
    Session session = ended.finished();
    if (FastClients.isFast(session) && fast.size() < MOST_FAST) {
      fast.add(session);
      begins.remove(second(session.begin()));
    } else if (SteadyUsers.isSteady(session, seconds()) && steady.size() < MOST_LONG) {
      steady.add(session);
    } else {
      sample(session);
    }
  }

  private void sample(Session session) {
    seen++;
    if (kept.size() < MOST_KEPT) {
      kept.add(session);
      return;
    }
    long place = random.nextLong(seen);
    if (place < MOST_KEPT) {
      kept.set((int) place, session);
    }
  }

  /** The length of the log so far, in seconds. */
  private double seconds() {
    return (last - first) / 1e6;
  }

  /**
   * Ends all sessions. A session that was long when less of the log was known may no longer be
   * long; it then goes into the sample.
   */
  void complete() {
    open.values().forEach(this::finish);
    open.clear();
    List<Session> candidates = List.copyOf(steady);
    steady.clear();
    for (Session session : candidates) {
      if (SteadyUsers.isSteady(session, seconds())) {
        steady.add(session);
        begins.remove(second(session.begin()));
      } else {
        sample(session);
      }
    }
  }

  /** A sample of the sessions that are neither long nor fast. */
  List<Session> kept() {
    return kept.stream().map(Session::settled).toList();
  }

  private static long second(long micros) {
    return Math.floorDiv(micros, 1_000_000L);
  }

  /** The starts of all sessions that are neither long nor fast. */
  TimeSeries begins() {
    return begins;
  }

  /** The number of sessions from which the sample was taken. */
  long seen() {
    return seen;
  }

  /** The sessions of users that are present nearly all the time. */
  List<Session> steady() {
    return steady.stream().map(Session::settled).toList();
  }

  /** The sessions of clients that are too fast for one user. */
  List<Session> fast() {
    return fast.stream().map(Session::settled).toList();
  }

  /** The number of sessions that were ended early because too many were open. */
  long endedEarly() {
    return endedEarly;
  }

  /**
   * The number of requests that were read after a request that is newer by more than the gap of
   * sessions.
   */
  long late() {
    return late;
  }
}
