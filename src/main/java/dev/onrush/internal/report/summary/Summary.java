package dev.onrush.internal.report.summary;

import dev.onrush.internal.control.SteeringInterventions;
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
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The figures of the tables that all reports show; computed once, so that all reports show the same
 * figures.
 */
public final class Summary {

  /** The total, mean, minimum, p95 and maximum of a metric. */
  public static final Function<Line, List<Double>> METRIC_FIGURES =
      line ->
          List.of(
              line.times().sum(),
              line.times().mean(),
              line.times().min(),
              line.times().at(Percentile.P95),
              line.times().max());

  /** Returns the share of yes of a rate, in percent; empty for any other metric. */
  public static OptionalDouble shareOfYes(Line ofMetric) {
    // Only the samples of rates have codes: yes and no.
    return ofMetric.of().all().codes().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(ofMetric.of().successRate());
  }

  /** Returns the figures of a metric as tables show them; the last one is the share of yes. */
  public static List<String> metricTexts(Line line) {
    String share = shareOfYes(line).stream().mapToObj(Line::share).findFirst().orElse("-");
    return Stream.concat(
            METRIC_FIGURES.apply(line).stream().map(Quantity.NUMBER::text), Stream.of(share))
        .toList();
  }

  private static final Comparator<Line> WORST_FIRST =
      Comparator.comparingLong((Line line) -> line.of().failures())
          .thenComparingDouble(
              line -> line.times().count() == 0 ? 0 : line.times().at(Percentile.P95))
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

  /** Returns the line of all requests. */
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

  /**
   * Returns a line for each flow, in the order of the plan; an empty list if the run has one flow.
   */
  public List<Line> flows() {
    return lines.flows();
  }

  /**
   * Returns a line for each phase, in the order of the plan; wind-down last, if anything was sent
   * in it.
   */
  public List<Line> phases() {
    return lines.phases();
  }

  /**
   * Returns the line of all requests and, if the workload is an arrival rate, a line of them
   * measured from when they were due.
   */
  public List<Line> totals() {
    List<Line> totals = new ArrayList<>(List.of(total()));
    fromDue().ifPresent(totals::add);
    return totals;
  }

  /**
   * Returns all lines in their order or, if they are too many, the worst first: by failures, then
   * by p95.
   *
   * @param most the maximum number of lines
   */
  public static List<Line> worst(List<Line> lines, int most) {
    return lines.size() <= most ? lines : worstFirst(lines).subList(0, most);
  }

  /** Returns all lines, ordered by failures, then by p95. */
  public static List<Line> worstFirst(List<Line> lines) {
    return lines.stream().sorted(WORST_FIRST).toList();
  }

  /**
   * Returns the text below a table of the worst lines; empty if the table contains all lines.
   *
   * @param what what a line is, in the singular
   */
  public static Optional<String> leftOut(List<Line> lines, int most, String what, String file) {
    return lines.size() <= most
        ? Optional.empty()
        : Optional.of(
            "%s %s in %s; these are the %d with the most failures, then the highest p95."
                .formatted(
                    Quantity.count(lines.size() - most, "more " + what),
                    lines.size() - most == 1 ? "is" : "are",
                    file,
                    most));
  }

  /**
   * Returns the line of all responses measured from when they were due, if the workload is an
   * arrival rate; empty for other workloads.
   */
  public Optional<Line> fromDue() {
    return lines.fromDue();
  }

  /**
   * Returns the lines of metrics that the simulation recorded itself; a value of 1 is shown as a
   * time of 1 ms.
   */
  public List<Line> metrics() {
    return lines.metrics();
  }

  /** Returns the readings of the service, by metric. */
  public Map<String, Readings> service() {
    return result.timeline().service();
  }

  /**
   * Returns the levels that were held. There are none if the run was steered by hand, searched for
   * the capacity, or has several flows, whose levels overlap.
   */
  public Levels levels() {
    return SteeringInterventions.first(result.interventions()).isPresent()
            || result.capacity().isPresent()
            || result.info().flows().size() > 1
        ? Levels.NONE
        : Levels.of(result.info().phases(), phases());
  }
}
