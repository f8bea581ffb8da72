package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.RecoveryPhases;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A probe of the recovery of a service after a phase: the time from the phase's end to the first of
 * three consecutive seconds whose p95 is at most 1.5 times the median p95 of the phase before (or
 * 10 ms longer, if that is more), and whose error rate is at most one percentage point higher. For
 * a second with fewer than 20 requests, medians are compared instead in the same way, because its
 * p95 is its slowest request.
 */
public final class RecoveryProbe {

  static final int ROWS = 3;
  private static final double LONGER = 1.5;

  /** The fewest requests whose p95 is compared; the p95 of fewer is the slowest of them. */
  private static final int ENOUGH = 20;

  private static final double LONGER_MILLIS = 10;
  private static final double MORE_ERRORS = 0.01;

  private final Scope scope;
  private final String phase;
  private final List<Phase> phases;
  private final Optional<Phase> before;
  private final Duration end;
  private double[] calm = new double[64];
  private double[] calmMedians = new double[64];
  private int calmRows;
  private int calmSeconds;
  private long calmFailures;
  private long calmAttempts;
  private int later;
  private int laterWithRequests;
  private Duration good = Duration.ZERO;
  private int goodRows;
  private Optional<Duration> recovered = Optional.empty();

  /** The time up to which it is known whether the service has recovered. */
  private Duration seen;

  private Optional<Bounds> bounds = Optional.empty();

  /** The bounds of a second that is as before the phase. */
  private record Bounds(double p95, double p50, double errors) {

    boolean hold(Row row) {
      boolean fast = row.timed() < ENOUGH ? row.p50() <= p50 : row.p95() <= p95;
      return row.timed() > 0 && fast && row.errorShare() <= errors;
    }
  }

  /**
   * Creates a probe of the recovery from a phase.
   *
   * @param scope names the phase; in a run with several flows, the requests of that phase's flow
   *     count
   */
  public RecoveryProbe(Scope scope, List<Phase> phases) {
    this.scope = scope;
    this.phase = scope.phase().orElseThrow();
    RecoveryPhases of = RecoveryPhases.of(scope, phases);
    this.phases = of.ofFlow();
    this.before = of.before();
    this.end = of.disturbing().map(Phase::end).orElse(Duration.ZERO);
    this.seen = end;
  }

  /** Whether a user class belongs to the flow whose recovery is measured. */
  boolean isAbout(String userClass) {
    return before.flatMap(Phase::flow).map(flow -> flow.has(userClass)).orElse(true);
  }

  /** The row of the requests whose recovery is measured. */
  Row row(Interval interval, Row all) {
    return before.flatMap(Phase::flow).isEmpty() ? all : Row.ofRequests(interval, this::isAbout);
  }

  Duration end() {
    return end;
  }

  void add(Row row) {
    if (before.isEmpty()) {
      return;
    }
    boolean calmSecond =
        row.start().compareTo(before.get().start()) >= 0
            && row.end().compareTo(before.get().end()) <= 0;
    calmSeconds += calmSecond ? 1 : 0;
    if (calmSecond && row.timed() > 0) {
      if (calmRows == calm.length) {
        calm = Arrays.copyOf(calm, 2 * calmRows);
        calmMedians = Arrays.copyOf(calmMedians, 2 * calmRows);
      }
      calmMedians[calmRows] = row.p50();
      calm[calmRows++] = row.p95();
      calmFailures += row.failures();
      calmAttempts += row.answerable();
    }
    if (row.start().compareTo(end) >= 0) {
      later++;
      laterWithRequests += row.timed() > 0 ? 1 : 0;
      if (recovered.isEmpty() && calmRows >= ROWS && !isIdle(row)) {
        look(row);
      }
    }
  }

  /**
   * Whether a second had no users, such as the last ones of a run. It says nothing about the
   * service.
   */
  private static boolean isIdle(Row row) {
    return row.requests() + row.unsent() == 0 && row.activeUsers() == 0;
  }

  private void look(Row row) {
    if (bounds.isEmpty()) {
      bounds = Optional.of(bounds());
    }
    if (row.timed() == 0 && isThin()) {
      return;
    }
    seen = row.end();
    if (!bounds.get().hold(row)) {
      goodRows = 0;
      return;
    }
    if (goodRows++ == 0) {
      good = row.start();
    }
    if (goodRows == ROWS) {
      recovered = Optional.of(good);
    }
  }

  /**
   * Whether the load is thin: there were seconds without requests before the phase too, so they are
   * usual.
   */
  private boolean isThin() {
    return calmRows < calmSeconds;
  }

  private Bounds bounds() {
    return new Bounds(
        longer(calm), longer(calmMedians), (double) calmFailures / calmAttempts + MORE_ERRORS);
  }

  private double longer(double[] times) {
    double usual = Median.of(Arrays.copyOf(times, calmRows));
    return Math.max(usual * LONGER, usual + LONGER_MILLIS);
  }

  public Reading read(Timeline timeline) {
    long requests = timeline.select(FigureProbe.filter(scope, phases)).requests();
    OptionalDouble time = time();
    if (time.isEmpty()) {
      return Reading.none(requests, why());
    }
    String failed =
        2 * calmFailures > calmAttempts
            ? "before "
                + phase
                + ", "
                + Quantity.count(calmFailures)
                + " of "
                + Quantity.count(calmAttempts, "request")
                + " failed"
            : "";
    Reading reading = Reading.of(time.getAsDouble(), requests, failed);
    if (recovered.isPresent()) {
      return reading;
    }
    // The service may have recovered right after the last second that was seen, or just before it.
    Duration earliest = goodRows > 0 ? good : seen;
    return reading
        .and("no recovery within " + Quantity.TIME.text(millisAfter(seen)) + " after " + phase)
        .withAlternatives(List.of(millisAfter(earliest)));
  }

  /** The reason why there is no time: which side of the phase has too few seconds. */
  private String why() {
    if (before.isEmpty()) {
      return "there is no phase before " + phase;
    }
    if (calmRows < ROWS) {
      return "before "
          + phase
          + ", "
          + before.get().name()
          + " had "
          + seconds(calmRows)
          + " with requests ("
          + Quantity.count(calmAttempts, "request")
          + " in all); "
          + ROWS
          + " are needed to know the usual response time";
    }
    int seconds = later < ROWS ? later : laterWithRequests;
    return "after "
        + phase
        + " there "
        + (seconds == 1 ? "was " : "were ")
        + seconds(seconds)
        + (later < ROWS ? "" : " with requests")
        + "; "
        + ROWS
        + " are needed to detect a recovery";
  }

  private static String seconds(int number) {
    return Quantity.count(number, "whole second");
  }

  /**
   * The recovery time in milliseconds, to the nearest second; infinite if the service had not
   * recovered by the end of the data. Empty if there are fewer than three seconds with requests
   * before the phase, or fewer than three seconds after it. Under a load that leaves seconds empty,
   * the seconds after the phase must have requests as well.
   */
  public OptionalDouble time() {
    return calmRows < ROWS || later < ROWS || (isThin() && laterWithRequests < ROWS)
        ? OptionalDouble.empty()
        : OptionalDouble.of(recovered.map(this::millisAfter).orElse(Double.POSITIVE_INFINITY));
  }

  /**
   * The time from the phase's end to a moment, to the nearest second: the start of an interval is
   * known only within a second of the phase's end.
   */
  private double millisAfter(Duration moment) {
    return 1_000.0 * Math.round(moment.minus(end).toMillis() / 1_000.0);
  }
}
