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
 * The sessions of a log that is read in the order of its lines. Memory is bounded: of all sessions
 * a sample is kept, and long and fast ones beside it.
 */
final class Sessions {

  /** Of the sessions that are kept, each as probable as any other. */
  private static final int MOST_KEPT = 20_000;

  /** Of users that are there nearly all the time. */
  private static final int MOST_LONG = 20_000;

  /** Of clients that are too fast for one user. */
  private static final int MOST_FAST = 20_000;

  /** At once; the one that is idle for the longest time ends early. */
  private static final int MOST_OPEN = 100_000;

  private final long gap;
  private final SplittableRandom random;
  private final Map<String, OpenSession> open = new LinkedHashMap<>(1 << 10, 0.75f, true);
  private final List<Session> kept = new ArrayList<>();
  private final List<Session> longOnes = new ArrayList<>();
  private final List<Session> fastOnes = new ArrayList<>();
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

  /** The map is in the order of the last requests, so that those that are idle are its first. */
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
    if (FastClients.isFast(session) && fastOnes.size() < MOST_FAST) {
      fastOnes.add(session);
      begins.remove(second(session.begin()));
    } else if (SteadyUsers.isSteady(session, seconds()) && longOnes.size() < MOST_LONG) {
      longOnes.add(session);
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

  /** The time of the log so far. */
  private double seconds() {
    return (last - first) / 1e6;
  }

  /** Ends all sessions. What was long while less of the log was known may be none now. */
  void complete() {
    open.values().forEach(this::finish);
    open.clear();
    List<Session> candidates = List.copyOf(longOnes);
    longOnes.clear();
    for (Session session : candidates) {
      if (SteadyUsers.isSteady(session, seconds())) {
        longOnes.add(session);
        begins.remove(second(session.begin()));
      } else {
        sample(session);
      }
    }
  }

  /** Some of the sessions that are neither long nor fast. */
  List<Session> kept() {
    return kept.stream().map(Session::settled).toList();
  }

  private static long second(long micros) {
    return Math.floorDiv(micros, 1_000_000L);
  }

  /** When those sessions began that are neither long nor fast. */
  TimeSeries begins() {
    return begins;
  }

  /** How many that are a sample of. */
  long seen() {
    return seen;
  }

  /** Those of users that are there nearly all the time. */
  List<Session> longOnes() {
    return longOnes.stream().map(Session::settled).toList();
  }

  /** Those of clients that are too fast for one user. */
  List<Session> fastOnes() {
    return fastOnes.stream().map(Session::settled).toList();
  }

  /** How many were ended before their time, for lack of room. */
  long endedEarly() {
    return endedEarly;
  }

  /** How many requests were read after one that is newer by more than the gap of sessions. */
  long late() {
    return late;
  }
}
