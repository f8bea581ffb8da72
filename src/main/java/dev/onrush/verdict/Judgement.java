package dev.onrush.verdict;

import dev.onrush.plan.Threshold;
import java.util.OptionalDouble;

/**
 * One threshold judged.
 *
 * @param actual in the unit of the statistic; empty without data
 * @param samples requests within the threshold's scope
 */
public record Judgement(Threshold threshold, Verdict verdict, OptionalDouble actual, long samples) {

  /** The figure, or {@code no data}. */
  public String actualText() {
    return actual.isPresent()
        ? threshold.statistic().quantity().text(actual.getAsDouble())
        : "no data";
  }

  /** {@code FAIL: p95 of Login < 500 ms was 812 ms over 1,234 requests}. */
  @Override
  public String toString() {
    return verdict
        + ": "
        + threshold
        + " was "
        + actualText()
        + String.format(java.util.Locale.ROOT, " over %,d requests", samples);
  }
}
