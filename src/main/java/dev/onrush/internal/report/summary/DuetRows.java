package dev.onrush.internal.report.summary;

import dev.onrush.internal.duet.Answer;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The rows of a duet's table. */
public final class DuetRows {

  public static final List<String> COLUMNS =
      List.of("figure", "A", "B", "B against A", "interval", "answer");

  /** An explanation of the numbers, shown next to the table. */
  public static final String RULES =
      "A and B are figures of a typical block of time. Each interval is valid at every moment of"
          + " the run. The intervals of figures with a threshold (*) hold jointly at 95 %, all"
          + " others individually.";

  private static final int MOST = 60;

  private static final List<Answer> WORST_FIRST =
      List.of(Answer.WORSE, Answer.BETTER, Answer.UNDECIDED, Answer.NO_CHANGE);

  private static final Comparator<Difference> ORDER =
      Comparator.comparing((Difference of) -> !of.asked())
          .thenComparing(of -> WORST_FIRST.indexOf(PairedDifference.answer(of)))
          .thenComparing(Comparator.comparingDouble(PairedDifference::marginsWorse).reversed());

  /**
   * The rows that a report has room for.
   *
   * @param leftOut a sentence about the other rows; empty if there are none
   */
  public record Table(List<Difference> rows, Optional<String> leftOut) {

    public Table {
      rows = List.copyOf(rows);
    }
  }

  private DuetRows() {}

  /**
   * Returns the addresses: {@code A is http://127.0.0.1:8080; B, the version under test, is
   * http://127.0.0.1:8081}.
   */
  public static String addresses(DuetComparison duet) {
    return "A is " + duet.a() + "; B, the version under test, is " + duet.b();
  }

  /**
   * Returns first the differences that thresholds ask for, then p95 and error rate of each request;
   * the worst first in both groups.
   */
  public static List<Difference> of(DuetComparison duet) {
    return duet.differences().stream().filter(d -> d.asked() || isShown(d)).sorted(ORDER).toList();
  }

  /** Returns the first rows, up to the number that a report has room for. */
  public static Table table(DuetComparison duet) {
    List<Difference> all = of(duet);
    int left = Math.max(0, all.size() - MOST);
    return new Table(
        all.subList(0, all.size() - left),
        left == 0
            ? Optional.empty()
            : Optional.of(
                Quantity.count(left, "more figure")
                    + (left == 1 ? " is" : " are")
                    + " in result.json."));
  }

  private static boolean isShown(Difference difference) {
    return difference.statistic() == Simple.ERROR_RATE
        || (difference.statistic() instanceof AtPercentile at && at.percentile().value() == 95);
  }

  /** Returns the cells of a row. */
  public static List<String> texts(Difference of) {
    return List.of(
        name(of),
        figure(of, of.a()),
        figure(of, of.b()),
        of.change().isPresent()
            ? PairedDifference.changeText(of.statistic(), of.change().getAsDouble())
            : "-",
        of.change().isPresent() && of.low().isPresent() && of.high().isPresent()
            ? PairedDifference.intervalText(
                of.statistic(),
                of.change().getAsDouble(),
                of.low().getAsDouble(),
                of.high().getAsDouble())
            : "-",
        of.answer());
  }

  static String name(Difference of) {
    return of.statistic() + " of " + of.request().orElse("all requests") + (of.asked() ? " *" : "");
  }

  private static String figure(Difference of, OptionalDouble value) {
    Quantity quantity = new Figure(of.statistic(), Scope.ALL).quantity();
    return value.isPresent() ? quantity.text(value.getAsDouble()) : "-";
  }
}
