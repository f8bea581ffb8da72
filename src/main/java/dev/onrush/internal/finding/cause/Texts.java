package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sentences that rules share. */
final class Texts {

  static final String PAGE = "docs/findings.md#";

  private Texts() {}

  static String since(Duration moment) {
    return " since " + Quantity.clock(moment);
  }

  /** {@code 41 %} of a share, 0 to 1; below 1 % with one digit. */
  static String percent(double share) {
    double percent = 100 * share;
    return Quantity.SHARE.text(
        percent >= 1 ? Math.round(percent) : Math.round(10 * percent) / 10.0);
  }

  static String count(double number) {
    return Quantity.count(Math.round(number));
  }

  /** {@code 24 of 38 failures say "sorry, too many clients already"}; empty if none does. */
  static Optional<String> failures(Evidence evidence, Pattern text) {
    Map<String, Long> texts = evidence.load().texts(evidence.during());
    long all = texts.values().stream().mapToLong(Long::longValue).sum();
    List<Map.Entry<String, Long>> say =
        texts.entrySet().stream().filter(of -> text.matcher(of.getKey()).find()).toList();
    long matching = say.stream().mapToLong(Map.Entry::getValue).sum();
    return say.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Quantity.count(matching)
                + " of "
                + Quantity.count(all, "failure")
                + " say \""
                + say.get(0).getKey()
                + "\"");
  }

  static List<String> sentences(String first, Optional<String> second) {
    return Stream.concat(Stream.of(first), second.stream()).toList();
  }
}
