package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.histogram.Distribution;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The samples of one series, counted: their times, status codes and error texts. */
public final class Tally {

  private long requests;
  private final Distribution times;

  /** Of the same samples, as far as it is known of them. */
  private final Distribution leastTimes;

  // Empty ones are the shared one: a second of a run has hundreds of tallies.
  private Map<String, Long> codes = Map.of();
  private Map<Failure, Long> failures = Map.of();

  public Tally() {
    this(0, new Distribution(), new Distribution(), Map.of(), Map.of());
  }

  /** As it was written to a file; the maps are copied. */
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

  /** Adds all that {@code other} has seen. */
  public void add(Tally other) {
    requests += other.requests;
    times.add(other.times);
    leastTimes.add(other.leastTimes);
    other.codes.forEach(this::code);
    other.failures.forEach(this::failure);
  }

  /** Takes away what was added before; {@link Distribution#remove} says what is left open. */
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

  /** The sum of many. */
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
   * Adds tallies to sums, series by series. Sums are the caller's own; what is added stays as it
   * is, and none of it becomes part of the sums.
   */
  public static void add(Map<Series, Tally> sums, Map<Series, Tally> more) {
    more.forEach((series, tally) -> sums.computeIfAbsent(series, s -> new Tally()).add(tally));
  }

  /** Samples of the series, those included that have no time since nothing was sent. */
  public long requests() {
    return requests;
  }

  /** Times of all that were sent; of what had no answer, how long it had waited. */
  public Distribution times() {
    return times;
  }

  /**
   * The same times without all that may have been the generator's own. Each is at most the measured
   * one, so each percentile of them is at most that of {@link #times}, and the true one lies
   * between. Of fewer samples where it is not known of all.
   */
  public Distribution leastTimes() {
    return leastTimes;
  }

  /** Whether it is known of every sample how much of its time may have been the generator's own. */
  public boolean isLeastKnown() {
    return leastTimes.count() == times.count();
  }

  /** The same samples, each with its least time. */
  public Tally atLeast() {
    return new Tally(requests, leastTimes, leastTimes, codes, failures);
  }

  /** Responses by status code, as in {@code "200"}. */
  public Map<String, Long> codes() {
    return Map.copyOf(codes);
  }

  /** Failures by error text. */
  public Map<String, Long> errors() {
    Map<String, Long> errors = new HashMap<>();
    failures.forEach((failure, n) -> errors.merge(failure.text(), n, Long::sum));
    return Map.copyOf(errors);
  }

  /** Failures by status code and error text. */
  public Map<Failure, Long> failures() {
    return Map.copyOf(failures);
  }
}
