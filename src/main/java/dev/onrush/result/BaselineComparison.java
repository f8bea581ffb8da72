package dev.onrush.result;

import java.util.List;

/**
 * The comparison of a run with its baseline. Immutable.
 *
 * @param baseline the name of the baseline
 * @param finding whether anything got worse or better
 * @param lines the changes in words, each with its size and certainty
 * @since 0.1.0
 */
public record BaselineComparison(String baseline, String finding, List<String> lines) {

  /** Copies the list. */
  public BaselineComparison {
    lines = List.copyOf(lines);
  }
}
