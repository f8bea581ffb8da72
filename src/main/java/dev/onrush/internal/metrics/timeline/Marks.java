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

/** The extremes of the single intervals of a run, independent of its length. */
public final class Marks {

  private @Nullable Row mostUsers;
  private @Nullable Row slowest;
  private long arrived;
  private double userSeconds;
  private long usersBefore;
  private Optional<Generator> generator = Optional.empty();
  private final Map<HostFigure, Peak> host = new EnumMap<>(HostFigure.class);

  /**
   * The highest value of a figure.
   *
   * @param at the start of the interval with this value
   */
  public record Peak(double value, Duration at) {}

  /**
   * The worst and the average state of the generator.
   *
   * @param intervals number of intervals in which the generator was watched
   * @param cpu the sum, over these intervals, of the share of all processors that the generator
   *     used
   * @param cpuMax the greatest share in an interval; {@code machineCpu} and {@code heap} are the
   *     greatest shares, too
   * @param standstill the longest, in milliseconds
   * @param loopLag the longest, in milliseconds
   * @param gc the total time in garbage collection, in milliseconds
   * @param openFiles the greatest number
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
    slowest = higher(slowest, row, Row::p95);
    arrived += row.arrived();
    // The number of users is interpolated linearly between two counts.
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
                                new Peak(value, row.start()),
                                (known, next) -> next.value > known.value ? next : known)));
  }

  /** The peaks of the machine's figures; contains only figures that were known. */
  public Map<HostFigure, Peak> host() {
    return Collections.unmodifiableMap(host);
  }

  /** Returns the first row with the highest value of the figure; null if no value is above 0. */
  private static @Nullable Row higher(@Nullable Row known, Row next, ToDoubleFunction<Row> figure) {
    double before = known == null ? 0 : figure.applyAsDouble(known);
    return figure.applyAsDouble(next) > before ? next : known;
  }

  /** The first interval with the most active users at its end; empty if there never were any. */
  public Optional<Row> mostUsers() {
    return Optional.ofNullable(mostUsers);
  }

  /**
   * The highest number of users at the end of any row; at least 1 if there were users, which may
   * all have left before the end of their row.
   */
  public long peakUsers() {
    return Math.max(mostUsers == null ? 0 : mostUsers.activeUsers(), Math.min(1, arrived));
  }

  /** The first interval with the highest p95; empty if none was above 0. */
  public Optional<Row> slowest() {
    return Optional.ofNullable(slowest);
  }

  /** The number of users that started. */
  public long arrived() {
    return arrived;
  }

  /** The sum of the times for which users were active, in seconds. */
  public double userSeconds() {
    return userSeconds;
  }

  /** The state of the generator; empty if it was never watched. */
  public Optional<Generator> generator() {
    return generator;
  }
}
