package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Formats the sentences that several rules share. */
final class Texts {

  static final String PAGE = "docs/findings.md#";

  /** What to try if the heap is full. */
  static final String LARGER_HEAP =
      "a larger heap; or a heap dump, in which objects that accumulate point to a leak or an"
          + " unbounded cache";

  /** The least share of the failures, or of the kept answers, that contain a text. */
  private static final double SAID = 0.25;

  /** The most characters that are quoted before and after a match. */
  private static final int AROUND = 40;

  /** The most characters of a statement that are shown. */
  private static final int SHOWN = 120;

  private Texts() {}

  static String since(Duration moment) {
    return " since " + Quantity.clock(moment);
  }

  /**
   * Describes a rise, such as {@code …: 14 since 00:21, 3 before}. If B of a duet is compared with
   * A, there is no moment of the rise: {@code …: 14, 3 at A}. The old level is left out if it is
   * not known.
   *
   * @param figure the name of the figure, and its new level
   * @param text formats the old level
   */
  static String rose(Evidence evidence, String figure, Rise rise, DoubleFunction<String> text) {
    return figure
        + (evidence.comparedWithA() ? "" : since(rise.since()))
        + (rise.level().isPresent()
            ? ", " + before(evidence, text.apply(rise.level().getAsDouble()))
            : "");
  }

  /**
   * The figure that a breach is compared with, such as {@code 3 before}; in a duet {@code 3 at A}.
   */
  static String before(Evidence evidence, String figure) {
    return figure + (evidence.comparedWithA() ? " at A" : " before");
  }

  /**
   * Formats a share, 0 to 1, as a percentage such as {@code 41 %}; below 1 % with one decimal. A
   * part of the whole is never rounded to 100 %.
   */
  static String percent(double share) {
    double percent = 100 * share;
    double rounded = percent >= 1 ? Math.round(percent) : Math.round(10 * percent) / 10.0;
    return Quantity.plain(share < 1 ? Math.min(99, rounded) : rounded) + " %";
  }

  /** Formats a number with at most one decimal. */
  static String tenths(double number) {
    return Quantity.plain(Math.round(10 * number) / 10.0);
  }

  static String count(double number) {
    return Quantity.count(Math.round(number));
  }

  /**
   * Describes the failures with a text, such as {@code 24 of 38 failures say "sorry, too many
   * clients already"}. The text is searched for in the messages of their checks, and then in the
   * kept answers. Empty if few contain it, or if failures cannot explain the breach.
   */
  static Optional<String> failures(Evidence evidence, Pattern text) {
    if (!evidence.mayBeExplainedByFailures()) {
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
                + says(matching)
                + quoted(say.get(0).getKey(), text)
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
                "kept responses to failed requests: "
                    + Quantity.count(say.size())
                    + " of "
                    + Quantity.count(answers.size())
                    + says(say.size())
                    + first
                    + "\"");
  }

  /** Returns a text, or what is around the match if the text is too long for a line. */
  private static String quoted(String said, Pattern text) {
    return said.length() <= SHOWN ? said : around(said, text).orElse(said);
  }

  private static String says(long number) {
    return number == 1 ? " says \"" : " say \"";
  }

  /** The match and the words around it, up to the enclosing quotes or tags. */
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

  /** Returns the start and the end of a text that is too long for a line. */
  static String shortened(String text) {
    return text.length() <= SHOWN
        ? text
        : Printable.beginning(text, SHOWN / 2) + " … " + end(text, text.length() - SHOWN / 2);
  }

  /** The text from {@code index} on, without half of a surrogate pair. */
  private static String end(String text, int index) {
    return text.substring(Character.isLowSurrogate(text.charAt(index)) ? index + 1 : index);
  }

  static List<String> sentences(String first, Optional<String> second) {
    return Stream.concat(Stream.of(first), second.stream()).toList();
  }
}
