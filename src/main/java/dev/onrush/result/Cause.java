package dev.onrush.result;

import java.time.Duration;
import java.util.List;

/**
 * What broke a threshold, as far as the evidence goes. Immutable.
 *
 * @param name of the rule that found it: {@code connection pool exhausted}
 * @param confidence how strong the evidence is
 * @param since when the evidence begins, since the run's start
 * @param evidence sentences, the most important first; at least one
 * @param advice what to try next
 * @param page where it is explained: {@code docs/findings.md#connection-pool}
 * @param series of the service that are the evidence, as they are called in its charts
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

  /** How strong the evidence of a cause is. */
  public enum Confidence {
    /** A resource was used up, or the failures say it themselves. */
    STRONG,
    /** It fits all that was seen, and something else may fit as well. */
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

  /** {@code connection pool exhausted (strong): 10 of 10 connections since 00:39}. */
  @Override
  public String toString() {
    return name
        + (confidence == Confidence.STRONG ? " (strong): " : " (some evidence): ")
        + String.join("; ", evidence);
  }
}
