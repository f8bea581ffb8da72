package dev.onrush.internal.report.comparison;

import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.report.markdown.Markdown;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.ChangeText;
import dev.onrush.internal.text.WallClock;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A table of runs of the same requests under different circumstances, with a row for each request
 * and figure, and a column for each run. The table shows figures, but judges nothing.
 */
public final class Comparison {

  private static final List<Percentile> PERCENTILES =
      List.of(Percentile.P50, Percentile.P95, Percentile.P99);
  private static final String NONE = "-";

  private final List<Summary> summaries;
  private final List<Row> rows = new ArrayList<>();

  /**
   * One figure of one request in all runs.
   *
   * @param request the name of the request, or of all requests together
   * @param texts the figure of each run as tables show it
   * @param numbers the figure of each run as a number, for sorting
   */
  record Row(String request, String figure, List<String> texts, List<OptionalDouble> numbers) {

    private static final String FAILED = "failed";

    /**
     * Returns the change from the first run to each other run: in percentage points for the share
     * of failed requests, in percent for all other figures. A change is empty if one of its two
     * runs has no figure, or if it is in percent and starts from 0.
     */
    List<OptionalDouble> changes() {
      return numbers.stream().skip(1).map(this::change).toList();
    }

    private OptionalDouble change(OptionalDouble to) {
      OptionalDouble from = numbers.get(0);
      if (from.isEmpty() || to.isEmpty()) {
        return OptionalDouble.empty();
      }
      double difference = to.getAsDouble() - from.getAsDouble();
      if (!isRelative()) {
        return OptionalDouble.of(difference);
      }
      return from.getAsDouble() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(100 * difference / from.getAsDouble());
    }

    String changeText(double change) {
      return ChangeText.change(change, isRelative());
    }

    private boolean isRelative() {
      return !figure.equals(FAILED);
    }
  }

  private Comparison(List<RunRecord> runs) {
    this.summaries = runs.stream().map(Summary::new).toList();
  }

  /**
   * Returns the table in Markdown.
   *
   * @throws IllegalArgumentException if there are fewer than two runs
   */
  public static String markdown(List<RunRecord> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException(
          Quantity.count(runs.size(), "run")
              + " cannot be compared; pass the folders of two or more runs");
    }
    StringBuilder text = new StringBuilder();
    row(text, "request", "figure", headings(runs));
    row(text, "---", "---", Collections.nCopies(runs.size(), "---:"));
    String before = "";
    for (Row row : rows(runs)) {
      row(
          text,
          row.request().equals(before) ? "" : Markdown.escaped(row.request()),
          row.figure(),
          row.texts());
      before = row.request();
    }
    row(text, "", "verdict", runs.stream().map(run -> run.verdict().name()).toList());
    return text.toString();
  }

  /** Returns the rows of the table: each request by name, then all requests together. */
  static List<Row> rows(List<RunRecord> runs) {
    return new Comparison(List.copyOf(runs)).rows();
  }

  private List<Row> rows() {
    TreeSet<String> requests = new TreeSet<>();
    summaries.forEach(s -> s.requests().forEach(line -> requests.add(line.name())));
    for (String request : requests) {
      figures(
          request,
          summaries.stream()
              .map(s -> s.requests().stream().filter(l -> l.name().equals(request)).findFirst())
              .toList());
    }
    figures(
        Lines.nameOfAll(requests), summaries.stream().map(s -> Optional.of(s.total())).toList());
    return rows;
  }

  private void figures(String request, List<Optional<Line>> lines) {
    figure(request, "requests", lines, l -> l.of().requests(), n -> Quantity.count((long) n));
    figure(request, "failures", lines, l -> l.of().failures(), n -> Quantity.count((long) n));
    List<Optional<Line>> tried =
        lines.stream().map(line -> line.filter(l -> l.of().answerable() > 0)).toList();
    figure(request, Row.FAILED, tried, l -> l.of().errorRate(), Quantity.SHARE::text);
    figure(request, "throughput", lines, Line::perSecond, Quantity.FREQUENCY::text);
    List<Optional<Line>> timed =
        lines.stream().map(line -> line.filter(l -> l.times().count() > 0)).toList();
    figure(request, "mean", timed, l -> l.times().mean(), Quantity.TIME::text);
    for (Percentile of : PERCENTILES) {
      figure(request, of.toString(), timed, l -> l.times().at(of), Quantity.TIME::text);
    }
  }

  private void figure(
      String request,
      String name,
      List<Optional<Line>> lines,
      ToDoubleFunction<Line> figure,
      DoubleFunction<String> text) {
    List<OptionalDouble> numbers =
        lines.stream().map(l -> l.stream().mapToDouble(figure).findFirst()).toList();
    rows.add(
        new Row(
            request,
            name,
            numbers.stream().map(n -> n.isEmpty() ? NONE : text.apply(n.getAsDouble())).toList(),
            numbers));
  }

  /**
   * Returns the headings of the runs: the name of the environment, followed by the start of the run
   * if two runs have the same name.
   */
  private static List<String> headings(List<RunRecord> runs) {
    List<String> names = runs.stream().map(Comparison::name).toList();
    return runs.stream()
        .map(
            run ->
                Markdown.escaped(
                    Collections.frequency(names, name(run)) == 1
                        ? name(run)
                        : name(run) + " " + WallClock.second(run.info().started())))
        .toList();
  }

  private static String name(RunRecord run) {
    return run.info().facts().getOrDefault("environment", run.info().simulation());
  }

  private static void row(StringBuilder text, String first, String second, List<String> more) {
    List<String> cells = new ArrayList<>(List.of(first, second));
    cells.addAll(more);
    text.append(Markdown.row(cells));
  }
}
