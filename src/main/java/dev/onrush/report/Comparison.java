package dev.onrush.report;

import dev.onrush.report.Summary.Line;
import dev.onrush.run.RunResult;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Runs of the same requests under different circumstances, in one table: for each request and
 * figure a column for each run. It shows, and judges nothing.
 */
public final class Comparison {

  private static final List<Percentile> PERCENTILES =
      List.of(new Percentile(50), new Percentile(95), new Percentile(99));
  private static final String NONE = "-";

  private final List<RunResult> runs;
  private final List<Summary> summaries;
  private final StringBuilder text = new StringBuilder();

  private Comparison(List<RunResult> runs) {
    this.runs = runs;
    this.summaries = runs.stream().map(Summary::new).toList();
  }

  /**
   * The table in Markdown.
   *
   * @throws IllegalArgumentException if there are fewer than two runs
   */
  public static String markdown(List<RunResult> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException(
          "runs to compare were " + runs.size() + "; name the folders of two or more");
    }
    return new Comparison(List.copyOf(runs)).write();
  }

  private String write() {
    row("request", "figure", runs.stream().map(this::heading).toList());
    row("---", "---", Collections.nCopies(runs.size(), "---:"));
    TreeSet<String> requests = new TreeSet<>();
    summaries.forEach(s -> s.requests().forEach(line -> requests.add(line.name())));
    for (String request : requests) {
      figures(
          request,
          summaries.stream()
              .map(s -> s.requests().stream().filter(l -> l.name().equals(request)).findFirst())
              .toList());
    }
    figures("All", summaries.stream().map(s -> Optional.of(s.total())).toList());
    row("", "verdict", runs.stream().map(run -> run.verdict().name()).toList());
    return text.toString();
  }

  private void figures(String request, List<Optional<Line>> lines) {
    figure(Markdown.escaped(request), "requests", lines, l -> Quantity.count(l.of().requests()));
    figure("", "failures", lines, l -> Quantity.count(l.of().failures()));
    figure("", "failed", lines, l -> Quantity.SHARE.text(l.of().errorRate()));
    figure("", "throughput", lines, l -> Quantity.FREQUENCY.text(l.perSecond()));
    figure("", "mean", lines, l -> time(l, l.times().mean()));
    for (Percentile percentile : PERCENTILES) {
      figure("", percentile.toString(), lines, l -> time(l, l.times().at(percentile)));
    }
  }

  private void figure(
      String request, String name, List<Optional<Line>> lines, Function<Line, String> figure) {
    row(request, name, lines.stream().map(l -> l.map(figure).orElse(NONE)).toList());
  }

  private static String time(Line line, double milliseconds) {
    return line.times().count() == 0 ? NONE : Quantity.TIME.text(milliseconds);
  }

  /** The environment names a run best; where two are alike, the start tells them apart. */
  private String heading(RunResult run) {
    List<String> names = runs.stream().map(Comparison::name).toList();
    String name = name(run);
    return Markdown.escaped(
        Collections.frequency(names, name) == 1 ? name : name + " " + run.info().started());
  }

  private static String name(RunResult run) {
    return run.info().facts().getOrDefault("environment", run.info().simulation());
  }

  private void row(String first, String second, List<String> more) {
    List<String> cells = new ArrayList<>(List.of(first, second));
    cells.addAll(more);
    text.append(Markdown.row(cells));
  }
}
