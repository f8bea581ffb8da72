package dev.onrush.internal.metrics.timeline;

import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Vitals;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The extremes of a run's single intervals, however long the run is. */
public final class Marks {

  private @Nullable Row mostUsers;
  private @Nullable Row firstFailure;
  private @Nullable Row mostFailures;
  private @Nullable Row slowest;
  private long arrived;
  private double userSeconds;
  private long usersBefore;
  private Optional<Generator> generator = Optional.empty();
  private final Map<HostFigure, Peak> host = new EnumMap<>(HostFigure.class);

  /**
   * The highest value of a figure.
   *
   * @param at the end of the interval that had it
   */
  public record Peak(double value, Duration at) {}

  /**
   * The generator at its worst, and on average.
   *
   * @param intervals in which it was watched
   * @param cpu sum of the shares of all processors that it was busy on
   * @param cpuMax the greatest share, as are {@code machineCpu} and {@code heap}
   * @param standstill the longest, in milliseconds
   * @param loopLag the longest, in milliseconds
   * @param gc all time in garbage collection, in milliseconds
   * @param openFiles the most
   */
  public record Generator(
      long intervals,
      double cpu,
      double cpuMax,
      double machineCpu,
      long standstill,
      double loopLag,
      long gc,
      double heap,
      long openFiles) {

    private static Generator of(Vitals vitals, double loopLag) {
      return new Generator(
          1,
          vitals.cpu(),
          vitals.cpu(),
          vitals.machineCpu(),
          vitals.standstill().toMillis(),
          loopLag,
          vitals.gc().toMillis(),
          vitals.heap(),
          vitals.openFiles());
    }

    private Generator and(Generator next) {
      return new Generator(
          intervals + next.intervals,
          cpu + next.cpu,
          Math.max(cpuMax, next.cpuMax),
          Math.max(machineCpu, next.machineCpu),
          Math.max(standstill, next.standstill),
          Math.max(loopLag, next.loopLag),
          gc + next.gc,
          Math.max(heap, next.heap),
          Math.max(openFiles, next.openFiles));
    }
  }

  Marks() {}

  void add(Row row) {
    mostUsers = higher(mostUsers, row, Row::activeUsers);
    mostFailures = higher(mostFailures, row, Row::failures);
    slowest = higher(slowest, row, Row::p95);
    firstFailure = firstFailure == null && row.failures() > 0 ? row : firstFailure;
    arrived += row.arrived();
    // Between two counts the number is taken to go in a straight line.
    userSeconds += (usersBefore + row.activeUsers()) / 2.0 * row.length().toNanos() / 1e9;
    usersBefore = row.activeUsers();
    row.vitals()
        .map(vitals -> Generator.of(vitals, row.loopLag()))
        .ifPresent(now -> generator = Optional.of(generator.map(g -> g.and(now)).orElse(now)));
    row.vitals()
        .ifPresent(
            vitals ->
                vitals
                    .host()
                    .forEach(
                        (figure, value) ->
                            host.merge(
                                figure,
                                new Peak(value, row.end()),
                                (known, next) -> next.value > known.value ? next : known)));
  }

  /** The peaks of the machine's figures; only of those that were known. */
  public Map<HostFigure, Peak> host() {
    return Collections.unmodifiableMap(host);
  }

  /** The first row with the highest figure, unless that is 0. */
  private static @Nullable Row higher(@Nullable Row known, Row next, ToDoubleFunction<Row> figure) {
    double before = known == null ? 0 : figure.applyAsDouble(known);
    return figure.applyAsDouble(next) > before ? next : known;
  }

  /** The first interval at whose end the most users were active; empty if there never was one. */
  public Optional<Row> mostUsers() {
    return Optional.ofNullable(mostUsers);
  }

  /** The first interval with a failure. */
  public Optional<Row> firstFailure() {
    return Optional.ofNullable(firstFailure);
  }

  /** The first interval with the most failures. */
  public Optional<Row> mostFailures() {
    return Optional.ofNullable(mostFailures);
  }

  /** The first interval with the highest p95; empty if none was above 0. */
  public Optional<Row> slowest() {
    return Optional.ofNullable(slowest);
  }

  /** Users that began. */
  public long arrived() {
    return arrived;
  }

  /** Users by the time for which they were active. */
  public double userSeconds() {
    return userSeconds;
  }

  /** Empty if it was never watched. */
  public Optional<Generator> generator() {
    return generator;
  }
}
