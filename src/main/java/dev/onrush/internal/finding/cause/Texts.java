package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sentences that rules share. */
final class Texts {

  static final String PAGE = "docs/findings.md#";

  /** Of the failures, or of those whose answers are kept. */
  private static final double SAID = 0.25;

  /** Of all requests. */
  private static final double FAILED = 0.05;

  /** Characters before and after what is quoted. */
  private static final int AROUND = 40;

  /** Characters of a statement. */
  private static final int SHOWN = 120;

  private Texts() {}

  static String since(Duration moment) {
    return " since " + Quantity.clock(moment);
  }

  /**
   * {@code …: 14 since 00:21, 3 before}. Beside A of a duet there is no moment at which it rose:
   * {@code …: 14, 3 at A}. What it rose from is left out if it is not known.
   *
   * @param figure what it is of, and what it rose to
   * @param text of what it rose from
   */
  static String rose(Evidence evidence, String figure, Rise rise, DoubleFunction<String> text) {
    return figure
        + (evidence.besideA() ? "" : since(rise.since()))
        + (rise.level().isPresent()
            ? ", " + before(evidence, text.apply(rise.level().getAsDouble()))
            : "");
  }

  /** {@code 3 before}, or {@code 3 at A}: what the time of a breach is compared with. */
  static String before(Evidence evidence, String figure) {
    return figure + (evidence.besideA() ? " at A" : " before");
  }

  /** {@code 41 %} of a share, 0 to 1; below 1 % with one digit. */
  static String percent(double share) {
    double percent = 100 * share;
    return Quantity.SHARE.text(
        percent >= 1 ? Math.round(percent) : Math.round(10 * percent) / 10.0);
  }

  /** With at most one decimal. */
  static String tenths(double number) {
    return Quantity.plain(Math.round(10 * number) / 10.0);
  }

  static String count(double number) {
    return Quantity.count(Math.round(number));
  }

  /**
   * {@code 24 of 38 failures say "sorry, too many clients already"}: in what their checks say, or
   * in the answers of those that are kept. Empty if few do, or if a threshold of response times
   * broke and few requests failed: a text is evidence of what many requests met.
   */
  static Optional<String> failures(Evidence evidence, Pattern text) {
    if (evidence.about() == About.TIMES
        && evidence.load().failureShare(evidence.during()) < FAILED) {
      return Optional.empty();
    }
    long all = evidence.load().failures(evidence.during());
    List<Map.Entry<String, Long>> say =
        evidence.load().texts(evidence.during()).entrySet().stream()
            .filter(of -> text.matcher(of.getKey()).find())
            .toList();
    long matching = say.stream().mapToLong(Map.Entry::getValue).sum();
    return matching < SAID * all || say.isEmpty()
        ? answers(evidence, text)
        : Optional.of(
            Quantity.count(matching)
                + " of "
                + Quantity.count(all, "failure")
                + " say \""
                + say.get(0).getKey()
                + "\"");
  }

  private static Optional<String> answers(Evidence evidence, Pattern text) {
    List<String> answers = evidence.load().answers(evidence.during());
    List<String> say =
        answers.stream().map(answer -> around(answer, text)).flatMap(Optional::stream).toList();
    return say.stream()
        .findFirst()
        .filter(first -> say.size() >= SAID * answers.size())
        .map(
            first ->
                "failed answers that were kept: "
                    + Quantity.count(say.size())
                    + " of "
                    + Quantity.count(answers.size())
                    + " say \""
                    + first
                    + "\"");
  }

  /** What was found and the words around it, within the quotes or tags in which they stand. */
  private static Optional<String> around(String answer, Pattern text) {
    Matcher found = text.matcher(answer);
    if (!found.find()) {
      return Optional.empty();
    }
    int from = found.start();
    while (from > 0 && found.start() - from < AROUND && !isEdge(answer.charAt(from - 1))) {
      from--;
    }
    int to = found.end();
    while (to < answer.length() && to - found.end() < AROUND && !isEdge(answer.charAt(to))) {
      to++;
    }
    return Optional.of(answer.substring(from, to).strip());
  }

  private static boolean isEdge(char character) {
    return "\"<>{}\n\r".indexOf(character) >= 0;
  }

  /** Begin and end of what is too long for a line. */
  static String shortened(String text) {
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN / 2) + " … " + text.substring(text.length() - SHOWN / 2);
  }

  static List<String> sentences(String first, Optional<String> second) {
    return Stream.concat(Stream.of(first), second.stream()).toList();
  }
}
