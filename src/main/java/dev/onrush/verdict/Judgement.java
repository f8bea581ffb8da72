package dev.onrush.verdict;

import dev.onrush.plan.Threshold;
import dev.onrush.units.Quantity;
import java.util.OptionalDouble;

/**
 * One threshold judged.
 *
 * @param actual in the unit of the statistic; empty without data
 * @param samples requests within the threshold's scope
 */
public record Judgement(Threshold threshold, Verdict verdict, OptionalDouble actual, long samples) {

  /** {@code was 812 ms}, or {@code saw no request}. */
  public String finding() {
    return actual.isPresent() ? "was " + actualText() : "saw no request to judge";
  }

  /** The figure, or {@code no data}, or {@code never} of what did not come to pass. */
  public String actualText() {
    if (actual.isPresent() && actual.getAsDouble() == Double.POSITIVE_INFINITY) {
      return "never";
    }
    return actual.isPresent()
        ? threshold.statistic().quantity().text(actual.getAsDouble())
        : "no data";
  }

  /** A warning that has not passed: told, and no reason to fail. */
  public boolean warns() {
    return threshold.isWarning() && verdict != Verdict.PASS;
  }

  /** The verdict, or {@code WARN}. */
  public String status() {
    return warns() ? "WARN" : verdict.name();
  }

  /** {@code FAIL: p95 of Login < 500 ms was 812 ms over 1,234 requests}. */
  @Override
  public String toString() {
    return status()
        + ": "
        + threshold
        + " "
        + finding()
        + " over "
        + Quantity.count(samples)
        + " requests";
  }
}
