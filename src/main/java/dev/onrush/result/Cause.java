package dev.onrush.result;

import java.time.Duration;
import java.util.List;

/**
 * A possible cause of a broken threshold, with the evidence for it. Immutable.
 *
 * @param name the name of the rule that found the cause: {@code connection pool exhausted}
 * @param confidence how strong the evidence is
 * @param since when the evidence begins, since the start of the run
 * @param evidence the evidence in sentences, the most important first; at least one
 * @param advice what to try next
 * @param page the page that explains the cause: {@code docs/findings.md#connection-pool}
 * @param series the series of the service that are the evidence, with their names in the charts of
 *     the service
 * @since 0.1.0
 */
public record Cause(
    String name,
    Confidence confidence,
    Duration since,
    List<String> evidence,
    String advice,
    String page,
    List<String> series) {

  /** The strength of the evidence for a cause. */
  public enum Confidence {
    /** A resource was used up, or the failures themselves name the cause. */
    STRONG,
    /** The cause fits everything that was seen, but another cause may fit as well. */
    SOME
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no evidence
   */
  public Cause {
    evidence = List.copyOf(evidence);
    series = List.copyOf(series);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException("cause " + name + " had no evidence; give one or more");
    }
  }

  /**
   * The cause as text: {@code connection pool exhausted (strong): 10 of 10 connections since
   * 00:39}.
   */
  @Override
  public String toString() {
    return name
        + (confidence == Confidence.STRONG ? " (strong): " : " (some evidence): ")
        + String.join("; ", evidence);
  }
}
