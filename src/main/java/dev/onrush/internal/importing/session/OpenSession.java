package dev.onrush.internal.importing.session;

import dev.onrush.internal.importing.log.LogEntry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A session to which requests may still be added. Its memory is bounded: if there are many gaps
 * between requests, it keeps a sample of them.
 */
final class OpenSession {

  private static final int MOST_GAPS = 200;

  private Endpoint[] endpoints = new Endpoint[2];
  private int[] times = new int[2];
  private long[] responseTime = new long[2];
  private int kinds;
  private long[] gaps = new long[2];
  private int kept;
  private long seen;
  private final long begin;
  private long end;
  private long requests;

  OpenSession(LogEntry.Time first) {
    begin = first.at();
    end = first.end();
  }

  /** The latest end of a request so far, in microseconds since 1970. */
  long end() {
    return end;
  }

  void add(LogEntry.Time time, Endpoint endpoint, SplittableRandom random) {
    if (requests > 0) {
      gap(Math.max(0, time.at() - end), random);
    }
    requests++;
    long response = Math.min(TrafficReader.LONGEST_RESPONSE, time.end() - time.at());
    end = Math.max(end, time.end());
    for (int i = 0; i < kinds; i++) {
      if (endpoints[i].merged() == endpoint) {
        times[i]++;
        responseTime[i] += response;
        return;
      }
    }
    if (kinds == endpoints.length) {
      endpoints = Arrays.copyOf(endpoints, 2 * kinds);
      times = Arrays.copyOf(times, 2 * kinds);
      responseTime = Arrays.copyOf(responseTime, 2 * kinds);
    }
    endpoints[kinds] = endpoint;
    times[kinds] = 1;
    responseTime[kinds++] = response;
  }

  private void gap(long micros, SplittableRandom random) {
    seen++;
    if (kept < MOST_GAPS) {
      gaps = kept == gaps.length ? Arrays.copyOf(gaps, 2 * kept) : gaps;
      gaps[kept++] = micros;
      return;
    }
    long place = random.nextLong(seen);
    if (place < MOST_GAPS) {
      gaps[(int) place] = micros;
    }
  }

  Session finished() {
    Map<Endpoint, Session.Requests> asked = new LinkedHashMap<>();
    for (int i = 0; i < kinds; i++) {
      asked.merge(
          endpoints[i].merged(),
          new Session.Requests(times[i], responseTime[i]),
          Session.Requests::plus);
    }
    return new Session(begin, end, asked, Arrays.copyOf(gaps, kept));
  }
}
