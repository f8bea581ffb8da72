package dev.onrush.internal.report.summary;

import dev.onrush.internal.control.SteeredLoad;
import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The tables that every report shows; made once, so that all show the same figures. */
public final class Summary {

  /** The percentile of tables with room for one. */
  public static final Percentile P95 = new Percentile(95);

  /** Total, mean, least, p95, greatest, and the percentage that was yes, of a metric. */
  public static final Function<Line, List<Double>> METRIC_FIGURES =
      line ->
          List.of(
              line.times().sum(),
              line.times().mean(),
              line.times().min(),
              line.times().at(P95),
              line.times().max(),
              100 - line.of().errorRate());

  private static final Comparator<Line> WORST_FIRST =
      Comparator.comparingLong((Line line) -> line.of().failures())
          .thenComparingDouble(line -> line.times().count() == 0 ? 0 : line.times().at(P95))
          .reversed()
          .thenComparing(Line::name);

  private final RunRecord result;
  private final Lines lines;
  private final List<Line> requests;
  private final Line total;

  public Summary(RunRecord result) {
    this.result = result;
    this.lines = new Lines(result.timeline(), result.info().phases());
    this.requests = lines.requests();
    this.total = lines.total();
  }

  /** Over all requests. */
  public Line total() {
    return total;
  }

  public List<Line> requests() {
    return requests;
  }

  public List<Line> groups() {
    return lines.groups();
  }

  public List<Line> userClasses() {
    return lines.userClasses();
  }

  /** In the order of the plan; none of a run that has one flow. */
  public List<Line> flows() {
    return lines.flows();
  }

  /** In the order of the plan; wind-down last, if anything was sent in it. */
  public List<Line> phases() {
    return lines.phases();
  }

  /** All requests, then all from when they were due, if the workload is an arrival rate. */
  public List<Line> totals() {
    List<Line> totals = new ArrayList<>(List.of(total()));
    fromDue().ifPresent(totals::add);
    return totals;
  }

  /**
   * All in their order or, where these are too many, the worst first, by failures, then by p95.
   *
   * @param most the number of lines at most
   */
  public static List<Line> worst(List<Line> lines, int most) {
    return lines.size() <= most ? lines : worstFirst(lines).subList(0, most);
  }

  /** All, by failures, then by p95. */
  public static List<Line> worstFirst(List<Line> lines) {
    return lines.stream().sorted(WORST_FIRST).toList();
  }

  /**
   * The line below a table of the worst; empty if the table has all.
   *
   * @param what the lines are, in the plural
   */
  public static Optional<String> leftOut(List<Line> lines, int most, String what, String file) {
    return lines.size() <= most
        ? Optional.empty()
        : Optional.of(
            "%s more %s are in %s; these are the %d with the most failures, then the highest p95."
                .formatted(Quantity.count(lines.size() - most), what, file, most));
  }

  /** All responses of an arrival rate, from when they were due; empty for other workloads. */
  public Optional<Line> fromDue() {
    return lines.fromDue();
  }

  /** What the simulation recorded itself; a value of 1 is a time of 1 ms. */
  public List<Line> metrics() {
    return lines.metrics();
  }

  /** The readings of the service, by metric. */
  public Map<String, Readings> service() {
    return result.timeline().service();
  }

  /**
   * The levels that were held; none of a run that was steered by hand, searched, or has several
   * flows, whose levels lie above each other.
   */
  public Levels levels() {
    return SteeredLoad.first(result.interventions()).isPresent()
            || result.capacity().isPresent()
            || result.info().flows().size() > 1
        ? Levels.NONE
        : Levels.of(result.info().phases(), phases());
  }
}
