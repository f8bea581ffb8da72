package dev.onrush.internal.metrics.timeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The failures with the same message, of all requests, user classes and phases.
 *
 * @param first the earliest of their clusters
 * @param count the number of failures
 * @param last the end of the interval in which the last ended, since the run's start
 */
public record FailureMessage(String text, FailureCluster first, long count, Duration last) {

  /**
   * Returns the messages of these failures, the most frequent first.
   *
   * @param text returns the text of a message as it is shown; failures with the same text are
   *     counted together
   */
  public static List<FailureMessage> of(List<FailureCluster> failures, UnaryOperator<String> text) {
    Map<String, FailureMessage> messages = new LinkedHashMap<>();
    for (FailureCluster of : failures) {
      String shown = text.apply(of.failure().text());
      messages.merge(
          shown, new FailureMessage(shown, of, of.count(), of.last()), FailureMessage::and);
    }
    return messages.values().stream()
        .sorted(Comparator.comparingLong(FailureMessage::count).reversed())
        .toList();
  }

  private FailureMessage and(FailureMessage other) {
    return new FailureMessage(
        text,
        other.first.first().compareTo(first.first()) < 0 ? other.first : first,
        count + other.count,
        other.last.compareTo(last) > 0 ? other.last : last);
  }
}
