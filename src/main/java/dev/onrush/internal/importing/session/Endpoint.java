package dev.onrush.internal.importing.session;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A method and a path, some of whose positions may be open: {@code GET /groups/{}}. While a log is
 * read, endpoints that turn out to be one are merged; whoever holds one asks for {@link #merged}.
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

  /** The endpoint that this one has become a part of, or itself. */
  public Endpoint merged() {
    Endpoint last = this;
    while (last.into != last) {
      last = last.into;
    }
    into = last;
    return last;
  }

  /** In upper case. */
  public String method() {
    return method;
  }

  /** The segments of the path; {@link PathTree#OPEN} of an open position. */
  public List<String> path() {
    return path;
  }

  /** How many there were. */
  public long requests() {
    return requests;
  }

  /** Responses by their status. */
  public Map<Integer, Long> statuses() {
    return statuses;
  }

  /** Paths and queries of some requests, as frequent as in the log. */
  public List<String> targets() {
    return sample.targets();
  }
}
