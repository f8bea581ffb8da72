package dev.onrush.internal.importing.session;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A method and a path, some of whose segments may be open: {@code GET /groups/{}}. While a log is
 * read, endpoints that turn out to be the same are merged; the holder of an endpoint calls {@link
 * #merged} to get the current one.
 */
public final class Endpoint {

  private final String method;
  private final TargetSample sample = new TargetSample();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private Endpoint into = this;
  private final List<String> path;
  private long requests;

  Endpoint(String method, List<String> path) {
    this.method = method;
    this.path = path;
  }

  void add(String target, int status, SplittableRandom random) {
    requests++;
    if (status > 0) {
      statuses.merge(status, 1L, Long::sum);
    }
    sample.add(target, random);
  }

  void mergeInto(Endpoint other, SplittableRandom random) {
    into = other;
    other.requests += requests;
    statuses.forEach((status, times) -> other.statuses.merge(status, times, Long::sum));
    other.sample.addAll(sample, random);
  }

  /** The endpoint into which this one has been merged, or this endpoint itself. */
  public Endpoint merged() {
    Endpoint last = this;
    while (last.into != last) {
      last = last.into;
    }
    into = last;
    return last;
  }

  /** The HTTP method, in upper case. */
  public String method() {
    return method;
  }

  /** The segments of the path; {@link PathTree#OPEN} in an open position. */
  public List<String> path() {
    return path;
  }

  /** The number of requests. */
  public long requests() {
    return requests;
  }

  /** The number of responses, by status. */
  public Map<Integer, Long> statuses() {
    return statuses;
  }

  /** The paths and queries of a sample of the requests. Each is about as frequent as in the log. */
  public List<String> targets() {
    return sample.targets();
  }
}
