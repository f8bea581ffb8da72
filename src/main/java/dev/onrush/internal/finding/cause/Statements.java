package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.units.Quantity;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Finds the statements on which the database spends more time than before. */
final class Statements {

  /** The least time of a statement, in seconds per second; less is not worth reporting. */
  private static final double LEAST = 0.02;

  private static final double FACTOR = 2;

  private Statements() {}

  private record Increase(String text, OptionalDouble before, double during) {

    double seconds() {
      return during - before.orElse(0);
    }
  }

  /**
   * Describes the statement on a table whose time rose the most, such as {@code "SELECT … FROM
   * workers …" took 0.8 s of each second, 0.1 s before}; empty if no time rose, or no statement is
   * known.
   */
  static Optional<String> slowest(Evidence evidence, String table) {
    Pattern named = Pattern.compile("\\b" + Pattern.quote(table) + "\\b");
    return evidence.service().instances(Meaning.STATEMENT_TIME).stream()
        .filter(text -> named.matcher(text).find())
        .map(text -> more(evidence, text))
        .filter(more -> more.during >= LEAST && more.during >= FACTOR * more.before.orElse(0))
        .max(Comparator.comparingDouble(Increase::seconds))
        .map(
            more ->
                "\""
                    + Texts.shortened(more.text)
                    + "\" took "
                    + seconds(more.during)
                    + " s of each second"
                    + (more.before.isPresent()
                        ? ", " + Texts.before(evidence, seconds(more.before.getAsDouble()) + " s")
                        : ""));
  }

  private static Increase more(Evidence evidence, String text) {
    FigureOverTime time = evidence.service().of(Meaning.STATEMENT_TIME, text);
    return new Increase(
        text, time.level(evidence.before()), time.mean(evidence.during()).orElse(0));
  }

  private static String seconds(double value) {
    return Quantity.plain(Math.round(100 * value) / 100.0);
  }
}
