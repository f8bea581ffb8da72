package dev.onrush.verdict;

import dev.onrush.metrics.Injector;
import dev.onrush.metrics.Timeline.Row;
import dev.onrush.metrics.Vitals;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ArrivalRate.Spacing;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Whether the generator kept up with the plan. If it did not, response times are its own and not
 * the service's, and no threshold is worth anything.
 */
public final class GeneratorHealth {

  private static final int BUSY_ROWS = 5;
  private static final int ROWS = 3;

  /** Users of a level have this long to come. */
  private static final Duration TO_COME = Duration.ofSeconds(2);

  private GeneratorHealth() {}

  /**
   * What was wrong, each with its moment, the gravest first; empty if the generator was well.
   *
   * @param profile that the run was to follow to its end; empty if there is none
   */
  public static List<GeneratorFinding> findings(
      List<Row> rows, GeneratorLimits limits, Optional<LoadProfile> profile) {
    List<String> injectors =
        rows.stream().flatMap(row -> row.injectors().keySet().stream()).distinct().toList();
    Stream<GeneratorFinding> found =
        injectors.isEmpty()
            ? ofOne(rows, limits)
            : Stream.concat(
                injectors.stream().flatMap(name -> lost(name, injectors.size(), rows).stream()),
                injectors.stream().flatMap(name -> ofInjector(name, rows, limits)));
    return Stream.concat(found, profile.flatMap(p -> missing(rows, limits, p)).stream()).toList();
  }

  /** From when on an injector was not there, and what that means for the load. */
  private static Optional<GeneratorFinding> lost(String name, int injectors, List<Row> rows) {
    return rows.stream()
        .filter(row -> row.injectors().getOrDefault(name, Injector.SILENT).lost())
        .findFirst()
        .map(
            first ->
                new GeneratorFinding(
                    name
                        + " was lost"
                        + at(first)
                        + "; "
                        + part(injectors)
                        + " of the load was missing from then on",
                    first.start(),
                    rows.get(rows.size() - 1).end()));
  }

  private static String part(int injectors) {
    return switch (injectors) {
      case 1 -> "all";
      case 2 -> "half";
      case 3 -> "a third";
      case 4 -> "a quarter";
      default -> "1 part in " + injectors;
    };
  }

  /** What one injector's own seconds say of it, under its name. */
  private static Stream<GeneratorFinding> ofInjector(
      String name, List<Row> rows, GeneratorLimits limits) {
    List<Row> own =
        rows.stream()
            .flatMap(
                row ->
                    Optional.ofNullable(row.injectors().get(name))
                        .filter(Injector::hasTold)
                        .map(row::of)
                        .stream())
            .toList();
    return ofOne(own, limits)
        .map(f -> new GeneratorFinding(name + ": " + f.text(), f.from(), f.to()));
  }

  private static Stream<GeneratorFinding> ofOne(List<Row> rows, GeneratorLimits limits) {
    Stream<Optional<GeneratorFinding>> found =
        Stream.of(
            longest(rows, limits)
                .map(
                    row ->
                        finding(
                            row,
                            1,
                            "the generator stood still for "
                                + Quantity.TIME.text(
                                    row.vitals().orElseThrow().standstill().toNanos() / 1e6)
                                + at(row))),
            inARow(
                rows,
                ROWS,
                GeneratorHealth::heldUp,
                (double) limits.standstill().toMillis(),
                row ->
                    "an event loop of the generator was held up for "
                        + Quantity.TIME.text(row.loopLag())
                        + " and more"
                        + at(row)
                        + "; something in a chain blocks it, or it has too much to do"),
            inARow(
                rows,
                ROWS,
                GeneratorHealth::pausing,
                limits.pauses(),
                row ->
                    "the generator stood still again and again, for "
                        + Quantity.SHARE.text(pausing(row))
                        + " of the time"
                        + at(row)),
            inARow(
                rows,
                ROWS,
                Row::lag,
                (double) limits.lag().toMillis(),
                row ->
                    "users began late by " + Quantity.TIME.text(row.lag()) + " and more" + at(row)),
            inARow(
                rows,
                BUSY_ROWS,
                GeneratorHealth::busy,
                limits.cpu(),
                row ->
                    "the generator was busy on "
                        + Quantity.SHARE.text(busy(row))
                        + " of all processors"
                        + at(row)),
            inARow(
                rows,
                ROWS,
                GeneratorHealth::collecting,
                limits.gc(),
                row ->
                    "the generator spent "
                        + Quantity.SHARE.text(collecting(row))
                        + " of its time in garbage collection"
                        + at(row)),
            inARow(
                rows,
                1,
                GeneratorHealth::files,
                limits.files(),
                row ->
                    "the generator had "
                        + Quantity.count(row.vitals().orElseThrow().openFiles())
                        + " of "
                        + Quantity.count(row.vitals().orElseThrow().fileLimit())
                        + " allowed files open"
                        + at(row)));
    return found.flatMap(Optional::stream);
  }

  /**
   * What was wrong in a part of a run; users that were due in it and never began are among it.
   *
   * @param rows of that part
   * @param profile of the whole run
   */
  public static List<GeneratorFinding> within(
      List<Row> rows, GeneratorLimits limits, LoadProfile profile) {
    if (profile instanceof ConcurrentUsers) {
      return findings(rows, limits, Optional.of(profile));
    }
    ArrivalRate arrivals = (ArrivalRate) profile;
    double due =
        rows.isEmpty()
            ? 0
            : arrivals.arrivalsBy(rows.get(rows.size() - 1).end())
                - arrivals.arrivalsBy(rows.get(0).start());
    return Stream.concat(
            findings(rows, limits, Optional.empty()).stream(),
            tooFewArrivals(rows, limits, arrivals, Math.round(due)).stream())
        .toList();
  }

  /**
   * Judgements of a scope in whose time the generator was not well become INVALID: what they say is
   * of the generator as much as of the service.
   */
  public static List<Judgement> trusted(
      List<Judgement> judgements, List<GeneratorFinding> findings, List<Phase> phases) {
    return judgements.stream()
        .map(
            judgement -> {
              Times times = new Times(judgement.threshold().scope(), phases);
              return findings.stream()
                  .filter(finding -> times.touches(finding.from(), finding.to()))
                  .findFirst()
                  .map(finding -> judgement.untrusted(finding.text()))
                  .orElse(judgement);
            })
        .toList();
  }

  /** Users who were planned and did not come. */
  private static Optional<GeneratorFinding> missing(
      List<Row> rows, GeneratorLimits limits, LoadProfile profile) {
    return profile instanceof ConcurrentUsers users
        ? tooFewUsers(rows, limits, users)
        : tooFewArrivals(
            rows,
            limits,
            (ArrivalRate) profile,
            (long) ((ArrivalRate) profile).arrivalsBy(profile.duration()));
  }

  private static Optional<GeneratorFinding> tooFewUsers(
      List<Row> rows, GeneratorLimits limits, ConcurrentUsers profile) {
    Times steady = new Times(Scope.ALL.in(Scope.STEADY_STATE), profile.phases());
    return inARow(
        rows,
        ROWS,
        row ->
            steady
                    .partOf(row.start(), row.end())
                    .filter(start -> row.start().minus(TO_COME).compareTo(start) >= 0)
                    .isPresent()
                ? percentMissing(row.activeUsers(), profile.usersAt(row.start()))
                : 0,
        limits.missing(),
        row ->
            Quantity.count(row.activeUsers())
                + " users were active of "
                + Quantity.count(profile.usersAt(row.start()))
                + " that were planned"
                + at(row));
  }

  private static Optional<GeneratorFinding> tooFewArrivals(
      List<Row> rows, GeneratorLimits limits, ArrivalRate profile, long due) {
    long arrived = rows.stream().mapToLong(Row::arrived).sum();
    // Each user class rounds its own arrivals down; of random ones, five standard deviations.
    long chance =
        profile.spacing() == Spacing.POISSON ? Math.round(5 * Math.sqrt((double) due)) : 0;
    return rows.isEmpty() || percentMissing(arrived + 10 + chance, due) <= limits.missing()
        ? Optional.empty()
        : Optional.of(
            new GeneratorFinding(
                Quantity.count(due - arrived)
                    + " of "
                    + Quantity.count(due)
                    + " users that were due never began",
                rows.get(0).start(),
                rows.get(rows.size() - 1).end()));
  }

  private static double percentMissing(long there, long planned) {
    return planned == 0 ? 0 : 100.0 * (planned - there) / planned;
  }

  /** Of the last of so many rows that are past a limit. */
  private static GeneratorFinding finding(Row last, int rows, String text) {
    return new GeneratorFinding(
        text, last.end().minus(last.end().minus(last.start()).multipliedBy(rows)), last.end());
  }

  private static Optional<Row> longest(List<Row> rows, GeneratorLimits limits) {
    return rows.stream()
        .filter(row -> row.vitals().isPresent())
        .filter(row -> row.vitals().get().standstill().compareTo(limits.standstill()) >= 0)
        .max(Comparator.comparing(row -> row.vitals().orElseThrow().standstill()));
  }

  /** By how much an event loop was late although the rest of the generator was not. */
  private static double heldUp(Row row) {
    boolean allWere =
        row.vitals().filter(v -> 2 * v.standstill().toMillis() >= row.loopLag()).isPresent();
    return allWere ? 0 : row.loopLag();
  }

  /**
   * The first {@code length} rows in a row that are past {@code limit}, as the last one tells it.
   */
  private static Optional<GeneratorFinding> inARow(
      List<Row> rows,
      int length,
      ToDoubleFunction<Row> figure,
      double limit,
      Function<Row, String> text) {
    int run = 0;
    for (Row row : rows) {
      run = figure.applyAsDouble(row) > limit ? run + 1 : 0;
      if (run == length) {
        return Optional.of(finding(row, length, text.apply(row)));
      }
    }
    return Optional.empty();
  }

  private static double busy(Row row) {
    return row.vitals().map(v -> 100 * v.cpu()).orElse(0.0);
  }

  private static double pausing(Row row) {
    return percentOfTime(row, Vitals::pauses);
  }

  private static double collecting(Row row) {
    return percentOfTime(row, Vitals::gc);
  }

  private static double percentOfTime(Row row, Function<Vitals, Duration> time) {
    Duration length = row.end().minus(row.start());
    return row.vitals().isEmpty() || length.isZero()
        ? 0
        : 100.0 * time.apply(row.vitals().get()).toNanos() / length.toNanos();
  }

  private static double files(Row row) {
    return row.vitals()
        .filter(v -> v.fileLimit() > 0)
        .map(v -> 100.0 * v.openFiles() / v.fileLimit())
        .orElse(0.0);
  }

  private static String at(Row row) {
    return " at " + Quantity.clock(row.end());
  }
}
