package dev.onrush.internal.verdict;

import dev.onrush.internal.metrics.Row;
import dev.onrush.internal.metrics.Shortage;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ArrivalRate.Spacing;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether the generator kept up with the plan. If it did not, response times are its own and not
 * the service's, and no threshold is worth anything. Told of each interval as it comes, it keeps
 * what it found and no intervals.
 */
public final class GeneratorHealth {

  private static final int BUSY_ROWS = 5;
  private static final int ROWS = 3;

  /** Users of a level have this long to come. */
  private static final Duration TO_COME = Duration.ofSeconds(2);

  private final GeneratorLimits limits;
  private final List<InARow> checks;
  private final InARow users;
  private Optional<Row> longest = Optional.empty();
  private Optional<Duration> start = Optional.empty();
  private Duration end = Duration.ZERO;
  private long arrived;

  /** Of a run over several injectors, each by its name; what is said of the whole is of none. */
  private final Map<String, GeneratorHealth> injectors = new LinkedHashMap<>();

  /** The first rows without those that were lost. */
  private final Map<String, Row> lost = new LinkedHashMap<>();

  /** What it has run out of. */
  private final Map<Shortage, Lasting> shortages = new EnumMap<>(Shortage.class);

  /** Of a generator that has not begun. */
  public GeneratorHealth(GeneratorLimits limits) {
    this.limits = limits;
    this.checks =
        List.of(
            new InARow(
                ROWS,
                (double) limits.standstill().toMillis(),
                row ->
                    "an event loop of the generator was held up for "
                        + Quantity.TIME.text(row.loopLag())
                        + " and more"
                        + at(row)
                        + "; something in a chain blocks it, or it has too much to do"),
            new InARow(
                ROWS,
                limits.pauses(),
                row ->
                    "the generator stood still again and again, for "
                        + Quantity.SHARE.text(pausing(row))
                        + " of the time"
                        + at(row)),
            new InARow(
                ROWS,
                (double) limits.lag().toMillis(),
                row ->
                    "users began late by " + Quantity.TIME.text(row.lag()) + " and more" + at(row)),
            new InARow(
                BUSY_ROWS,
                limits.cpu(),
                row ->
                    "the generator was busy on "
                        + Quantity.SHARE.text(busy(row))
                        + " of all processors"
                        + at(row)),
            new InARow(
                ROWS,
                limits.gc(),
                row ->
                    "the generator spent "
                        + Quantity.SHARE.text(collecting(row))
                        + " of its time in garbage collection"
                        + at(row)),
            new InARow(
                1,
                limits.files(),
                row ->
                    "the generator had "
                        + Quantity.count(row.vitals().orElseThrow().openFiles())
                        + " of "
                        + Quantity.count(row.vitals().orElseThrow().fileLimit())
                        + " allowed files open"
                        + at(row)));
    this.users = new InARow(ROWS, limits.missing(), row -> "");
  }

  /** From the first row with such a failure to the last one. */
  private record Lasting(Row first, Row last, long requests) {
    Lasting and(Lasting next) {
      return new Lasting(first, next.last, requests + next.requests);
    }

    GeneratorFinding of(Shortage shortage) {
      return new GeneratorFinding(
          "the generator ran out of "
              + shortage.what()
              + ", and "
              + Quantity.count(requests)
              + (requests == 1 ? " request" : " requests")
              + " failed from "
              + Quantity.clock(first.start())
              + " to "
              + Quantity.clock(last.end())
              + "; "
              + shortage.remedy(),
          first.start(),
          last.end());
    }
  }

  /** The first so many rows in a row that are past a limit, as the last one tells it. */
  private static final class InARow {
    private final int length;
    private final double limit;
    private final Function<Row, String> text;
    private int past;
    private Optional<GeneratorFinding> found = Optional.empty();

    InARow(int length, double limit, Function<Row, String> text) {
      this.length = length;
      this.limit = limit;
      this.text = text;
    }

    void add(Row row, double figure) {
      add(row, figure, text);
    }

    void add(Row row, double figure, Function<Row, String> tells) {
      past = figure > limit ? past + 1 : 0;
      if (past == length && found.isEmpty()) {
        found = Optional.of(finding(row, length, tells.apply(row)));
      }
    }
  }

  /**
   * Takes the row of the interval that follows.
   *
   * @param profile that the run follows, as far as is known by the end of the interval
   */
  public void add(Row row, Optional<LoadProfile> profile) {
    if (start.isEmpty()) {
      start = Optional.of(row.start());
    }
    end = row.end();
    arrived += row.arrived();
    row.shortages()
        .forEach(
            (shortage, n) -> shortages.merge(shortage, new Lasting(row, row, n), Lasting::and));
    if (row.injectors().isEmpty()) {
      watch(row);
    }
    row.injectors()
        .forEach(
            (name, injector) -> {
              GeneratorHealth own =
                  injectors.computeIfAbsent(name, n -> new GeneratorHealth(limits));
              if (injector.hasTold()) {
                own.watch(row.of(injector));
              }
              if (injector.lost()) {
                lost.putIfAbsent(name, row);
              }
            });
    if (profile.orElse(null) instanceof ConcurrentUsers closed) {
      missing(row, closed);
    }
  }

  private void watch(Row row) {
    row.vitals()
        .filter(vitals -> vitals.standstill().compareTo(limits.standstill()) >= 0)
        .filter(vitals -> longest.isEmpty() || vitals.standstill().compareTo(stoodStill()) > 0)
        .ifPresent(vitals -> longest = Optional.of(row));
    double[] figures = {
      heldUp(row), pausing(row), row.lag(), busy(row), collecting(row), files(row)
    };
    for (int i = 0; i < figures.length; i++) {
      checks.get(i).add(row, figures[i]);
    }
  }

  /** From when on an injector was not there, and what that means for the load. */
  private GeneratorFinding lost(String name, Row first) {
    return new GeneratorFinding(
        name
            + " was lost"
            + at(first)
            + "; "
            + part(injectors.size())
            + " of the load was missing from then on",
        first.start(),
        end);
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

  /** Users of a closed workload who were planned and did not come. */
  private void missing(Row row, ConcurrentUsers profile) {
    Times steady = new Times(Scope.ALL.in(Scope.STEADY_STATE), profile.phases());
    boolean held =
        steady
            .partOf(row.start(), row.end())
            .filter(from -> row.start().minus(TO_COME).compareTo(from) >= 0)
            .isPresent();
    users.add(
        row,
        held ? percentMissing(row.activeUsers(), profile.usersAt(row.start())) : 0,
        last ->
            Quantity.count(last.activeUsers())
                + " users were active of "
                + Quantity.count(profile.usersAt(last.start()))
                + " that were planned"
                + at(last));
  }

  private Duration stoodStill() {
    return longest.flatMap(Row::vitals).orElseThrow().standstill();
  }

  /**
   * What was wrong so far, each with its moment, the gravest first; empty if the generator was
   * well.
   *
   * @param profile that the run was to follow to its end; empty if there is none
   */
  public List<GeneratorFinding> findings(Optional<LoadProfile> profile) {
    List<GeneratorFinding> all = new ArrayList<>();
    lost.forEach((name, first) -> all.add(lost(name, first)));
    injectors.forEach(
        (name, own) ->
            own.findings(Optional.empty())
                .forEach(
                    f -> all.add(new GeneratorFinding(name + ": " + f.text(), f.from(), f.to()))));
    shortages.forEach((shortage, seen) -> all.add(seen.of(shortage)));
    longest.ifPresent(
        row ->
            all.add(
                finding(
                    row,
                    1,
                    "the generator stood still for "
                        + Quantity.TIME.text(stoodStill().toNanos() / 1e6)
                        + at(row))));
    checks.forEach(check -> check.found.ifPresent(all::add));
    if (profile.isPresent()) {
      (profile.get() instanceof ArrivalRate arrivals
              ? tooFewArrivals(arrivals, (long) arrivals.arrivalsBy(arrivals.duration()))
              : users.found)
          .ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  /**
   * What was wrong in these intervals, as {@link #findings(Optional)} has it.
   *
   * @param profile that the run was to follow to its end; empty if there is none
   */
  public static List<GeneratorFinding> findings(
      List<Row> rows, GeneratorLimits limits, Optional<LoadProfile> profile) {
    return of(rows, limits, profile).findings(profile);
  }

  /** Told of these intervals so far. */
  public static GeneratorHealth of(
      List<Row> rows, GeneratorLimits limits, Optional<LoadProfile> profile) {
    GeneratorHealth health = new GeneratorHealth(limits);
    rows.forEach(row -> health.add(row, profile));
    return health;
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
    GeneratorHealth health = of(rows, limits, Optional.empty());
    return Stream.concat(
            health.findings(Optional.empty()).stream(),
            health.tooFewArrivals(arrivals, Math.round(due)).stream())
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

  private Optional<GeneratorFinding> tooFewArrivals(ArrivalRate profile, long due) {
    // Each user class rounds its own arrivals down; of random ones, five standard deviations.
    long chance =
        profile.spacing() == Spacing.POISSON ? Math.round(5 * Math.sqrt((double) due)) : 0;
    return start.isEmpty() || percentMissing(arrived + 10 + chance, due) <= limits.missing()
        ? Optional.empty()
        : Optional.of(
            new GeneratorFinding(
                Quantity.count(due - arrived)
                    + " of "
                    + Quantity.count(due)
                    + " users that were due never began",
                start.get(),
                end));
  }

  private static double percentMissing(long there, long planned) {
    return planned == 0 ? 0 : 100.0 * (planned - there) / planned;
  }

  /** Of the last of so many rows that are past a limit. */
  private static GeneratorFinding finding(Row last, int rows, String text) {
    return new GeneratorFinding(
        text, last.end().minus(last.end().minus(last.start()).multipliedBy(rows)), last.end());
  }

  /** By how much an event loop was late although the rest of the generator was not. */
  private static double heldUp(Row row) {
    boolean allWere =
        row.vitals().filter(v -> 2 * v.standstill().toMillis() >= row.loopLag()).isPresent();
    return allWere ? 0 : row.loopLag();
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
