package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sums of some series, by outcome. */
public final class Selection {
  private final Map<Outcome, Tally> parts;

  /** The cached result of {@link #all()}, until something is added or removed. */
  private @Nullable Tally all;

  /** Creates an empty selection. */
  public Selection() {
    this(new EnumMap<>(Outcome.class));
    for (Outcome outcome : Outcome.values()) {
      parts.put(outcome, new Tally());
    }
  }

  private Selection(Map<Outcome, Tally> parts) {
    this.parts = parts;
  }

  /** Returns the sum of the tallies whose series {@code filter} accepts. */
  public static Selection of(Map<Series, Tally> tallies, Predicate<Series> filter) {
    Map<Outcome, List<Tally>> found = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      found.put(outcome, new ArrayList<>());
    }
    tallies.forEach(
        (series, tally) -> {
          if (filter.test(series)) {
            of(found, series.outcome()).add(tally);
          }
        });
    Map<Outcome, Tally> parts = new EnumMap<>(Outcome.class);
    found.forEach((outcome, some) -> parts.put(outcome, Tally.sum(some)));
    return new Selection(parts);
  }

  /** Returns the sum of all series of a kind in an interval. */
  public static Selection of(Interval interval, Kind kind) {
    return of(interval.tallies(), series -> series.kind() == kind);
  }

  private static <T> T of(Map<Outcome, T> parts, Outcome outcome) {
    return Objects.requireNonNull(parts.get(outcome));
  }

  private Tally of(Outcome outcome) {
    return of(parts, outcome);
  }

  /** Adds all samples of {@code other}. */
  public void add(Selection other) {
    all = null;
    parts.forEach((outcome, part) -> part.add(other.of(outcome)));
  }

  /**
   * Removes {@code gone}, which was added before.
   *
   * @param left the other selections that were added and are not removed
   */
  public void remove(Selection gone, Collection<Selection> left) {
    all = null;
    parts.forEach(
        (outcome, part) -> {
          part.remove(gone.of(outcome));
          part.times().between(left.stream().map(other -> other.of(outcome).times()).toList());
          part.leastTimes()
              .between(left.stream().map(other -> other.of(outcome).leastTimes()).toList());
        });
  }

  /** Returns the requests that were answered within {@code time}, and those without a time. */
  public Selection answeredWithin(Duration time) {
    Map<Outcome, Tally> within = new EnumMap<>(Outcome.class);
    parts.forEach((outcome, part) -> within.put(outcome, part.answeredWithin(time)));
    return new Selection(within);
  }

  /** Returns this selection without some of its samples. */
  public Selection without(Selection some) {
    Selection rest = new Selection();
    rest.add(this);
    rest.remove(some, List.of(this));
    return rest;
  }

  /** The sum of all requests that were sent. */
  public Tally all() {
    Tally known = all;
    if (known == null) {
      List<Tally> sent =
          parts.entrySet().stream()
              .filter(part -> part.getKey().sent() && part.getValue().requests() > 0)
              .map(Map.Entry::getValue)
              .toList();
      known = sent.size() == 1 ? sent.get(0) : Tally.sum(sent);
      all = known;
    }
    return known;
  }

  /** Successes only, whatever their status code. */
  public Tally ok() {
    Tally inBurst = of(Outcome.OK_IN_BURST);
    return inBurst.requests() == 0 ? of(Outcome.OK) : Tally.sum(List.of(of(Outcome.OK), inBurst));
  }

  /** Requests that were answered and did not fail; a message of a web socket has no answer. */
  public long succeeded() {
    return ok().times().count();
  }

  /** Requests that were sent. */
  public long requests() {
    return ok().requests() + failed() + unanswered();
  }

  /**
   * Returns this selection as if all requests without an answer at the end of the run had been
   * answered successfully at that moment.
   */
  public Selection ifAnswered() {
    return with(Outcome.OK, of(Outcome.UNANSWERED));
  }

  /**
   * Returns this selection as if all requests without an answer at the end of the run had failed
   * after {@code time}.
   */
  public Selection ifFailedAfter(Duration time) {
    Tally failed = new Tally();
    for (long n = unanswered(); n > 0; n--) {
      long micros = time.toNanos() / 1000;
      failed.count(new ResponseTime(0, micros, micros), "", "");
    }
    return with(Outcome.FAILED, failed);
  }

  private Selection with(Outcome outcome, Tally instead) {
    Map<Outcome, Tally> other = new EnumMap<>(parts);
    other.put(Outcome.UNANSWERED, new Tally());
    other.put(outcome, Tally.sum(List.of(of(outcome), instead)));
    return new Selection(other);
  }

  /** Whether the lower bound of the time is known for every response. */
  public boolean isLeastKnown() {
    return all().isLeastKnown();
  }

  /**
   * Returns this selection with the lower bound of each response time: without what may be the
   * generator's own share; 0 where this is not known. Call it only if {@link #isLeastKnown} of the
   * whole time that is judged.
   */
  public Selection atLeast() {
    Map<Outcome, Tally> least = new EnumMap<>(Outcome.class);
    parts.forEach((outcome, part) -> least.put(outcome, part.atLeast()));
    return new Selection(least);
  }

  /**
   * Returns this selection as if all requests had succeeded that failed in a burst after a
   * standstill of the generator. Each may have failed because of the burst.
   */
  public Selection ifSucceededInBurst() {
    Map<Outcome, Tally> other = new EnumMap<>(parts);
    other.put(Outcome.FAILED_IN_BURST, new Tally());
    other.put(Outcome.OK, Tally.sum(List.of(of(Outcome.OK), failedInBurst())));
    return new Selection(other);
  }

  /** Requests that failed in a burst after a standstill of the generator. */
  public Tally failedInBurst() {
    return of(Outcome.FAILED_IN_BURST);
  }

  /** Requests with a status to which a burst after a standstill of the generator may have led. */
  public Tally doubtfulStatus() {
    return Tally.sum(List.of(of(Outcome.OK_IN_BURST), failedInBurst()));
  }

  private long failed() {
    return of(Outcome.FAILED).requests() + failedInBurst().requests();
  }

  /** Requests that had no answer when the run ended. */
  public long unanswered() {
    return of(Outcome.UNANSWERED).requests();
  }

  /** Requests that could not be built, and functions of the script that threw. */
  public long unsent() {
    return of(Outcome.CRASHED).requests();
  }

  /** Requests that were sent, and requests that could not be sent. */
  public long attempts() {
    return requests() + unsent();
  }

  /** Requests that failed, had no answer, or could not be sent. */
  public long failures() {
    return failed() + unanswered() + unsent();
  }

  /**
   * Responses that passed their checks with a status below 400, or without a status. A response
   * with a higher status that a check accepts, such as a 503 for back-pressure, is not counted.
   */
  public long successes() {
    return succeeded() - ok().refused().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Requests that could succeed or fail: all {@link #attempts} except the messages of web sockets,
   * which have no response of their own.
   */
  public long answerable() {
    return timed() + unsent();
  }

  /** The number of response times: all requests except messages of web sockets. */
  public long timed() {
    return parts.entrySet().stream()
        .filter(part -> part.getKey().sent())
        .mapToLong(part -> part.getValue().times().count())
        .sum();
  }

  /** Failures in percent of the answerable requests; 0 without any. */
  public double errorRate() {
    return answerable() == 0 ? 0 : 100.0 * failures() / answerable();
  }

  /** The answerable requests that did not fail, in percent; 100 without any. */
  public double successRate() {
    return answerable() == 0 ? 100 : 100.0 * (answerable() - failures()) / answerable();
  }

  /** Failures by error text, the most frequent first. */
  public List<Map.Entry<String, Long>> errors() {
    Map<String, Long> errors = new HashMap<>();
    parts.values().forEach(part -> part.errors().forEach((e, n) -> errors.merge(e, n, Long::sum)));
    return errors.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }
}
