package dev.onrush.internal.run;

import dev.onrush.internal.baseline.RunComparison;
import java.util.List;

/**
 * What a run came to against its baseline.
 *
 * @param baseline its name
 * @param finding whether anything got worse or better
 * @param lines what did, with size and certainty, in words
 */
public record Compared(String baseline, String finding, List<String> lines) {

  public Compared {
    lines = List.copyOf(lines);
  }

  static Compared of(String baseline, RunComparison comparison) {
    return new Compared(
        baseline, comparison.finding().name().replace('_', ' '), comparison.lines());
  }
}
