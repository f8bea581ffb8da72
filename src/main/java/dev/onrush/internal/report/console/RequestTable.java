package dev.onrush.internal.report.console;

import dev.onrush.internal.page.Line;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.text.Columns;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The table of a run's requests, as wide as the console. It shows at most ten requests, the worst
 * if there are more. A narrow table has fewer columns.
 */
final class RequestTable {

  private static final int SHOWN = 10;

  /** The width from which on all columns are shown. Names get the width that the figures leave. */
  private static final int WIDE = 100;

  private static final int LONGEST_NAME = 60;

  /**
   * A column of figures: its heading, its width, whether only a wide table has it, and its text.
   * The columns of times are last.
   */
  private record Column(String name, int width, boolean wide, Function<Line, String> text) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("requests", 10, false, l -> Quantity.count(l.of().requests())),
          new Column("failures", 10, false, l -> Quantity.count(l.of().failures())),
          new Column("req/s", 10, false, l -> Quantity.FREQUENCY.text(l.perSecond())),
          time(50, true),
          time(95, false),
          time(99, false),
          new Column("max", 9, true, l -> timed(l, l.times().max())));

  private static final int COUNTS = 3;

  private final List<Column> columns;
  private final int most;

  RequestTable(int width) {
    this.columns = COLUMNS.stream().filter(c -> width >= WIDE || !c.wide()).toList();
    this.most =
        Math.min(
            LONGEST_NAME, width - columns.stream().mapToInt(column -> column.width() + 1).sum());
  }

  private static Column time(int percentile, boolean wide) {
    Percentile at = new Percentile(percentile);
    return new Column(at.toString(), 9, wide, l -> timed(l, l.times().at(at)));
  }

  private static String timed(Line line, double millis) {
    return line.times().count() > 0 ? Quantity.TIME.text(millis) : "-";
  }

  String text(Summary summary) {
    List<Line> lines = new ArrayList<>(Summary.worst(summary.requests(), SHOWN));
    for (Line flow : summary.flows()) {
      lines.add(new Line("in flow " + flow.name(), flow.of(), flow.perSecond()));
    }
    lines.addAll(summary.totals());
    int names =
        lines.stream().mapToInt(l -> Columns.width(name(l))).reduce("at least".length(), Math::max);
    StringBuilder text = new StringBuilder();
    row(text, names, "Request", columns.stream().map(Column::name).toList());
    for (Line line : lines) {
      row(text, names, name(line), columns.stream().map(c -> c.text().apply(line)).toList());
      least(line).ifPresent(of -> least(text, names, of));
    }
    Summary.leftOut(summary.requests(), SHOWN, "request", "requests.csv")
        .ifPresent(said -> text.append(said).append('\n'));
    return text.toString();
  }

  private String name(Line line) {
    return Columns.cut(Printable.line(line.name()), most);
  }

  /**
   * Returns the line reduced by the times that the generator itself may have caused, if that makes
   * a visible difference to a percentile.
   */
  private static Optional<Line> least(Line line) {
    return line.atLeast()
        .filter(
            of ->
                Stream.of(50, 95, 99)
                    .map(Percentile::new)
                    .anyMatch(p -> Line.differs(line.times().at(p), of.times().at(p))));
  }

  private void least(StringBuilder text, int names, Line least) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(i < COUNTS ? "" : columns.get(i).text().apply(least));
    }
    row(text, names, "at least", cells);
  }

  private void row(StringBuilder text, int names, String first, List<String> cells) {
    text.append(Columns.padded(first, names));
    for (int i = 0; i < columns.size(); i++) {
      text.append(String.format(Locale.ROOT, " %" + columns.get(i).width() + "s", cells.get(i)));
    }
    text.append('\n');
  }
}
