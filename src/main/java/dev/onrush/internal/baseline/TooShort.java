package dev.onrush.internal.baseline;

import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statistic with too little data to compare it: fewer than 10 blocks, 50 requests, or 10 requests
 * beyond a percentile (200 for p95, 1000 for p99).
 *
 * @param reason such as {@code 120 requests; 200 are needed}
 */
public record TooShort(Scope scope, Statistic statistic, String reason, Lack lack) {

  /** The number of requests that a line names. */
  private static final int NAMED = 3;

  /** What a comparison would need. */
  public enum Lack {
    /** A longer run. */
    TIME,
    /** The steady time that is left out of the run, which might be enough. */
    LEFT_OUT_TIME,
    /** The request, which is only in the baseline. */
    ONLY_IN_BASELINE,
    /** The request, which is only in the current run. */
    ONLY_IN_CURRENT_RUN,
    /** Something else: a longer run of this kind would have no more data. */
    OTHER
  }

  /**
   * The statistic and the reason, such as {@code p99 of Log in: 600 requests; 1,000 are needed: TOO
   * SHORT}.
   */
  @Override
  public String toString() {
    return statistic.toString() + scope + ": " + reason + ": TOO SHORT";
  }

  /** The name of the only request in a scope; empty if it contains all requests. */
  static Optional<String> request(Scope scope) {
    return scope.subject() instanceof Subject.Request request
        ? Optional.of(request.name())
        : Optional.empty();
  }

  /** All comparisons that could not be made as lines of text: a line for each reason. */
  static List<String> lines(List<TooShort> all) {
    List<String> lines = new ArrayList<>();
    onlyInOne(all).ifPresent(lines::add);
    List<TooShort> needLonger = lacking(Lack.TIME, all);
    String need = needLonger.size() == 1 ? " needs" : " need";
    line(needLonger, need + " a longer run").ifPresent(lines::add);
    line(lacking(Lack.LEFT_OUT_TIME, all), " cannot be made without the time that is left out")
        .ifPresent(lines::add);
    line(lacking(Lack.OTHER, all), " cannot be made").ifPresent(lines::add);
    return lines;
  }

  private static List<TooShort> lacking(Lack lack, List<TooShort> all) {
    return all.stream().filter(of -> of.lack == lack).toList();
  }

  private static Optional<String> line(List<TooShort> some, String what) {
    return some.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Quantity.count(some.size(), "comparison")
                + what
                + (some.size() == 1 ? ": " : "; the first is ")
                + some.get(0));
  }

  /**
   * The requests that only one side has, such as {@code requests only in the baseline: Login; only
   * in the current run: Log in}; empty if both have the same.
   */
  private static Optional<String> onlyInOne(List<TooShort> all) {
    String earlier = names("in the baseline: ", lacking(Lack.ONLY_IN_BASELINE, all));
    String now = names("in the current run: ", lacking(Lack.ONLY_IN_CURRENT_RUN, all));
    return earlier.isEmpty() && now.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "requests " + earlier + (earlier.isEmpty() || now.isEmpty() ? "" : "; ") + now);
  }

  private static String names(String where, List<TooShort> of) {
    List<String> names =
        of.stream().flatMap(one -> request(one.scope).stream()).distinct().toList();
    int more = names.size() - NAMED;
    return names.isEmpty()
        ? ""
        : "only "
            + where
            + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
            + (more > 0 ? " and " + Quantity.count(more) + " more" : "");
  }
}
