package dev.onrush.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of one series: how many, how long, with which status codes and error texts. */
public final class Tally {

  private long requests;
  private final Distribution times;
  private final Map<String, Long> codes;
  private final Map<Failure, Long> failures;

  public Tally() {
    this(0, new Distribution(), Map.of(), Map.of());
  }

  /** As it was written to a file; the maps are copied. */
  public Tally(
      long requests, Distribution times, Map<String, Long> codes, Map<Failure, Long> failures) {
    this.requests = requests;
    this.times = times;
    this.codes = new TreeMap<>(codes);
    this.failures = new HashMap<>(failures);
  }

  void count(long micros, String code, String error) {
    requests++;
    if (micros >= 0) {
      times.record(micros);
    }
    if (!code.isEmpty()) {
      codes.merge(code, 1L, Long::sum);
    }
    if (!error.isEmpty()) {
      failures.merge(new Failure(code, error), 1L, Long::sum);
    }
  }

  /** Adds all that {@code other} has seen. */
  void add(Tally other) {
    requests += other.requests;
    times.add(other.times);
    other.codes.forEach((code, n) -> codes.merge(code, n, Long::sum));
    other.failures.forEach((failure, n) -> failures.merge(failure, n, Long::sum));
  }

  /** Requests, those that crashed before they were sent included. */
  public long requests() {
    return requests;
  }

  /** Times of all that were sent. */
  public Distribution times() {
    return times;
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
