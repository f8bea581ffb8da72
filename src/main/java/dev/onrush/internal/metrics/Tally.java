package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.histogram.Distribution;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The samples of one series, counted: their times, status codes and error texts. Mutable. */
public final class Tally {

  /** The greatest share of samples whose lower bound may be unknown. */
  private static final double MOST_UNKNOWN = 0.01;

  private long requests;
  private final Distribution times;

  /** The lower bounds of the times of the same samples, where they are known. */
  private final Distribution leastTimes;

  // Empty maps are the shared immutable one, since a second of a run has hundreds of tallies.
  private Map<String, Long> codes = Map.of();
  private Map<Failure, Long> failures = Map.of();

  public Tally() {
    this(0, new Distribution(), new Distribution(), Map.of(), Map.of());
  }

  /** Creates a tally from its parts, as they were read from a file. The maps are copied. */
  public Tally(
      long requests,
      Distribution times,
      Distribution leastTimes,
      Map<String, Long> codes,
      Map<Failure, Long> failures) {
    this.requests = requests;
    this.times = times;
    this.leastTimes = leastTimes;
    codes.forEach(this::code);
    failures.forEach(this::failure);
  }

  private void code(String code, long times) {
    if (codes.isEmpty()) {
      codes = new TreeMap<>();
    }
    codes.merge(code, times, Long::sum);
  }

  private void failure(Failure failure, long times) {
    if (failures.isEmpty()) {
      failures = new HashMap<>();
    }
    failures.merge(failure, times, Long::sum);
  }

  public void count(ResponseTime time, String code, String error) {
    requests++;
    if (time.micros() >= 0) {
      times.record(time.micros());
      if (time.isLeastKnown()) {
        leastTimes.record(time.least());
      }
    }
    if (!code.isEmpty()) {
      code(code, 1);
    }
    if (!error.isEmpty()) {
      failure(new Failure(code, error), 1);
    }
  }

  /** Adds all samples of {@code other}. */
  public void add(Tally other) {
    requests += other.requests;
    times.add(other.times);
    leastTimes.add(other.leastTimes);
    other.codes.forEach(this::code);
    other.failures.forEach(this::failure);
  }

  /**
   * Removes samples that were added before. {@link Distribution#remove} says what is then
   * undefined.
   */
  public void remove(Tally other) {
    requests -= other.requests;
    times.remove(other.times);
    leastTimes.remove(other.leastTimes);
    other.codes.forEach((code, n) -> codes.computeIfPresent(code, (c, all) -> less(all, n)));
    other.failures.forEach(
        (failure, n) -> failures.computeIfPresent(failure, (f, all) -> less(all, n)));
  }

  private static @Nullable Long less(long all, long by) {
    return all == by ? null : Long.valueOf(all - by);
  }

  /** Returns the same samples, each with a lower bound that is shorter by {@code micros}. */
  Tally atLeastLess(long micros) {
    return new Tally(
        requests, Distribution.sum(List.of(times)), leastTimes.minus(micros), codes, failures);
  }

  /**
   * Returns the samples that took at most {@code time}, and those without a time. Their statuses
   * and texts are not known for each sample, so that only their numbers are right.
   */
  public Tally answeredWithin(Duration time) {
    long within = times.countUpTo(time.toNanos() / 1e6) + requests - times.count();
    return within == requests ? this : sum(List.of(this)).take(within);
  }

  /** Removes up to {@code most} samples, the shortest first, and returns them. */
  Tally take(long most) {
    return take(Math.min(most, requests), codes, failures);
  }

  /**
   * Removes up to {@code most} samples with a status of 400 or more, and returns them. Their own
   * times are not known; the shortest are taken.
   */
  Tally takeRefused(long most) {
    Map<String, Long> refused = refused();
    long all = refused.values().stream().mapToLong(Long::longValue).sum();
    return take(Math.min(most, all), refused, Map.of());
  }

  private Tally take(long taken, Map<String, Long> ofCodes, Map<Failure, Long> ofFailures) {
    Tally part =
        new Tally(
            taken,
            times.lowest(taken),
            leastTimes.lowest(taken),
            lowest(ofCodes, taken),
            lowest(ofFailures, taken));
    remove(part);
    times.between(List.of(part.times));
    leastTimes.between(List.of(part.leastTimes));
    return part;
  }

  private static <K> Map<K, Long> lowest(Map<K, Long> counts, long most) {
    Map<K, Long> part = new HashMap<>();
    long left = most;
    for (Map.Entry<K, Long> entry : counts.entrySet()) {
      long taken = Math.min(left, entry.getValue());
      if (taken > 0) {
        part.put(entry.getKey(), taken);
        left -= taken;
      }
    }
    return part;
  }

  /** Returns the sum of many tallies. */
  public static Tally sum(List<Tally> parts) {
    Tally sum =
        new Tally(
            0,
            Distribution.sum(parts.stream().map(Tally::times).toList()),
            Distribution.sum(parts.stream().map(Tally::leastTimes).toList()),
            Map.of(),
            Map.of());
    for (Tally part : parts) {
      sum.requests += part.requests;
      part.codes.forEach(sum::code);
      part.failures.forEach(sum::failure);
    }
    return sum;
  }

  /**
   * Adds the tallies of {@code more} to {@code sums}, series by series. {@code sums} is changed;
   * the tallies of {@code more} are neither changed nor shared with {@code sums}.
   */
  public static void add(Map<Series, Tally> sums, Map<Series, Tally> more) {
    more.forEach((series, tally) -> sums.computeIfAbsent(series, s -> new Tally()).add(tally));
  }

  /**
   * The number of samples, including those without a time: nothing was sent, or it was a message of
   * a web socket.
   */
  public long requests() {
    return requests;
  }

  /**
   * The times of all requests that were sent, except messages of web sockets. For a request without
   * an answer, it is the time it had waited.
   */
  public Distribution times() {
    return times;
  }

  /**
   * The lower bounds of the {@link #times}: without all that may be the generator's own share. Each
   * is at most the measured time, so each percentile is at most the measured percentile, and the
   * true percentile lies between the two. If the lower bound is not known for all samples, this
   * distribution has fewer samples.
   */
  public Distribution leastTimes() {
    return leastTimes;
  }

  /**
   * Whether the lower bound of the time is known for nearly every sample. A few samples of another
   * kind, such as calls of Java code among HTTP requests, do not make the others unknown.
   */
  public boolean isLeastKnown() {
    return times.count() - leastTimes.count() <= MOST_UNKNOWN * times.count();
  }

  /** Returns the same samples, each with the lower bound of its time; 0 where this is not known. */
  public Tally atLeast() {
    long unknown = times.count() - leastTimes.count();
    Distribution least = unknown == 0 ? leastTimes : Distribution.sum(List.of(leastTimes));
    for (long n = unknown; n > 0; n--) {
      least.record(0);
    }
    return new Tally(requests, least, least, codes, failures);
  }

  /** The number of responses by status code, as in {@code "200"}. */
  public Map<String, Long> codes() {
    return Map.copyOf(codes);
  }

  /** The number of responses with an HTTP status of 400 or more, by status. */
  public Map<String, Long> refused() {
    Map<String, Long> refused = new TreeMap<>();
    codes.forEach(
        (code, n) -> {
          if (code.length() == 3 && code.compareTo("400") >= 0 && code.compareTo("600") < 0) {
            refused.put(code, n);
          }
        });
    return refused;
  }

  /** The number of failures by error text. */
  public Map<String, Long> errors() {
    Map<String, Long> errors = new HashMap<>();
    failures.forEach((failure, n) -> errors.merge(failure.text(), n, Long::sum));
    return Map.copyOf(errors);
  }

  /** The number of failures by status code and error text. */
  public Map<Failure, Long> failures() {
    return Map.copyOf(failures);
  }
}
