package dev.onrush.internal.gatling.loop;

import java.util.OptionalDouble;

/**
 * How many requests are usually open and how fast they follow each other, as the requests that were
 * sent last saw it. Immutable.
 *
 * @param requests how many requests are counted, at most {@link #MEMORY}
 * @param open the mean number of open requests, at least 1
 * @param interval the mean time between two requests in nanoseconds; 0 if not known
 * @param growth how many more requests are open with each request that is sent, on average: 0 if
 *     the service keeps up with the load
 * @param refusals how many requests are refused, or fail, for each request that is sent, on average
 * @param lastSent when the last request was sent, in nanoseconds
 * @param lastOpen how many requests were open then, with the last one
 * @param lastRefused how many requests had been refused, or had failed, by then
 */
record RequestPace(
    int requests,
    double open,
    double interval,
    double growth,
    double refusals,
    long lastSent,
    int lastOpen,
    int lastRefused) {

  static final RequestPace UNKNOWN = new RequestPace(0, 1, 0, 0, 0, 0, 0, 0);

  /** The number of requests whose means count. */
  private static final int MEMORY = 64;

  /**
   * A longer time without a request, in means, counts as one of this length: a pause of the load.
   */
  private static final int LONGEST = 8;

  /** The fewest requests whose means say how many responses to expect. */
  private static final int ENOUGH = 16;

  /** Counts a request that is sent now. */
  RequestPace sent(long now, int openNow, int refused) {
    int of = Math.min(requests + 1, MEMORY);
    return new RequestPace(
        of,
        Math.max(1, open + (openNow - open) / of),
        requests == 0 ? 0 : intervalWith((double) now - lastSent, of),
        growth + (openNow - lastOpen - growth) / of,
        refusals + (refused - lastRefused - refusals) / of,
        now,
        openNow,
        refused);
  }

  private double intervalWith(double sinceLast, int of) {
    return interval == 0
        ? sinceLast
        : interval + (Math.min(sinceLast, LONGEST * interval) - interval) / of;
  }

  /** Only remembers a request that is sent now, but does not count it in any mean. */
  RequestPace sentInBurst(long now, int openNow, int refused) {
    return new RequestPace(requests, open, interval, growth, refusals, now, openNow, refused);
  }

  /**
   * How many responses of work usually come in a time in nanoseconds, which is fewer than requests
   * are sent if the service does not keep up with the load, or refuses a part of it; empty if not
   * known.
   */
  OptionalDouble responsesIn(long time) {
    return requests < ENOUGH || interval == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, 1 - growth - refusals) * time / interval);
  }

  /** How many requests are usually sent in a time in nanoseconds; unlimited if not known. */
  long requestsIn(long time) {
    return interval == 0 ? Long.MAX_VALUE : (long) Math.ceil(time / interval);
  }
}
