package dev.onrush.result;

import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of one threshold. Immutable.
 *
 * @param threshold that was judged
 * @param verdict PASS, FAIL, NO_DATA or INVALID
 * @param actual in the unit of the measure; empty without data
 * @param samples requests within the threshold's scope, or samples of a metric
 * @param detail which request, which window, how certain; empty where nothing is to be said
 * @param moment when it was at its worst, if that is one moment of the run
 * @since 0.1.0
 */
public record Judgement(
    Threshold threshold,
    Verdict verdict,
    OptionalDouble actual,
    long samples,
    String detail,
    Optional<Duration> moment) {

  /**
   * A sentence about the measured value: {@code p95 was 812 ms (limit 500 ms)}; {@code p95 of each
   * request was 812 ms (limit 500 ms): Pay}; {@code p95 has no data (no requests)}.
   */
  public String finding() {
    return finding("");
  }

  private String finding(String over) {
    String sentence =
        actual.isPresent()
            ? threshold.sentence(actual.getAsDouble()) + over + " (" + threshold.limit() + ")"
            : threshold.name()
                + (samples > 0 ? " could not be determined" : " has no data (no " + unit() + "s)");
    return detail.isEmpty() ? sentence : sentence + ": " + detail;
  }

  /** The figure; {@code no data} without one, {@code never} of a recovery that was not seen. */
  public String actualText() {
    return actual.isPresent() ? threshold.measure().valueText(actual.getAsDouble()) : "no data";
  }

  /** {@code 1,234 requests}, {@code 1 request}. */
  public String samplesText() {
    return Quantity.count(samples, unit());
  }

  private String unit() {
    return threshold.measure().sample();
  }

  /** Whether it is a warning that did not pass: it is reported, and does not fail the run. */
  public boolean warns() {
    return threshold.isWarning() && verdict != Verdict.PASS;
  }

  /** The verdict, or {@code WARN}. */
  public String status() {
    return warns() ? "WARN" : verdict.name();
  }

  /** The same, not to be trusted. */
  public Judgement untrusted(String why) {
    return new Judgement(threshold, Verdict.INVALID, actual, samples, why, moment);
  }

  /** The same, with a figure that does not answer what the threshold asks. */
  public Judgement withoutData(String why) {
    return new Judgement(threshold, Verdict.NO_DATA, actual, samples, why, moment);
  }

  /** {@code FAIL: p95 of Login was 812 ms over 1,234 requests (limit 500 ms)}. */
  @Override
  public String toString() {
    return status() + ": " + finding(" over " + samplesText());
  }
}
