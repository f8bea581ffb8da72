package dev.onrush.result;

import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of one threshold. Immutable.
 *
 * @param threshold the threshold that was judged
 * @param verdict PASS, FAIL, NO_DATA or INVALID
 * @param actual the measured figure, in the unit of the measure; empty without data
 * @param samples the number of requests, or of samples of a metric, within the threshold's scope
 * @param detail a detail in words, such as the request, the window or the certainty; empty if there
 *     is nothing to add
 * @param moment when the figure was at its worst, if this is one moment of the run
 * @param uncertainty the range in which the true figure lies; empty if it is not known how much of
 *     the figure may be the generator's own
 * @param asMeasured the verdict, PASS or FAIL, that the measured figure would have if it could be
 *     trusted; present only with a verdict of INVALID
 * @since 0.1.0
 */
public record Judgement(
    Threshold threshold,
    Verdict verdict,
    OptionalDouble actual,
    long samples,
    String detail,
    Optional<Duration> moment,
    Optional<Uncertainty> uncertainty,
    Optional<Verdict> asMeasured) {

  /**
   * Creates a judgement of a figure for which it is not known how much may be the generator's own.
   */
  public Judgement(
      Threshold threshold,
      Verdict verdict,
      OptionalDouble actual,
      long samples,
      String detail,
      Optional<Duration> moment) {
    this(threshold, verdict, actual, samples, detail, moment, Optional.empty(), Optional.empty());
  }

  private static final double VISIBLE = 0.05;

  /**
   * A sentence about the measured value: {@code p95 was 812 ms (limit 500 ms)}; {@code p95 of each
   * request was 812 ms (limit 500 ms): Pay}; {@code p95 has no data (no requests)}; {@code would be
   * FAIL: p95 was 812 ms (limit 500 ms): the generator stood still for 2.1 s at 00:12}.
   */
  public String finding() {
    return finding("");
  }

  private String finding(String over) {
    String sentence = asMeasured.map(would -> "would be " + would + ": ").orElse("") + figure(over);
    return detail.isEmpty() ? sentence : sentence + ": " + detail;
  }

  private String figure(String over) {
    return actual.isPresent()
        ? threshold.sentence(actual.getAsDouble())
            + over
            + " ("
            + threshold.limit(actual.getAsDouble())
            + ")"
        : threshold.name()
            + (samples > 0 ? " could not be determined" : " has no data (no " + unit() + "s)");
  }

  /**
   * The range in which the true figure lies, as text: {@code 8 ms to 179 ms}; empty if the range is
   * not known, or if neither of its ends differs from the figure by more than a twentieth.
   */
  public Optional<String> uncertaintyText() {
    return uncertainty
        .filter(range -> actual.isPresent() && range.width() > 0)
        .filter(
            range ->
                Math.max(actual.getAsDouble() - range.least(), range.most() - actual.getAsDouble())
                    > VISIBLE * Math.abs(actual.getAsDouble()))
        .map(range -> text(range, "", " to "));
  }

  private String text(Uncertainty range, String between, String and) {
    String least = threshold.valueText(range.least());
    return range.most() == Double.POSITIVE_INFINITY && !(threshold.measure() instanceof Recovery)
        ? least + " or more"
        : between + least + and + threshold.valueText(range.most());
  }

  /**
   * The figure as text; {@code no data} if there is no figure, {@code never} for a recovery that
   * was not seen, {@code >= 12 %} or {@code none} for a certain change for the worse.
   */
  public String actualText() {
    if (actual.isEmpty()) {
      return "no data";
    }
    double value = actual.getAsDouble();
    if (isLeastChange()) {
      return value == 0 ? "none" : ">= " + threshold.valueText(value);
    }
    return threshold.valueText(value);
  }

  private boolean isLeastChange() {
    return threshold.measure() instanceof Worsening || threshold.measure() instanceof WorseThanA;
  }

  /** The number of samples as text: {@code 1,234 requests}, {@code 1 request}. */
  public String samplesText() {
    return Quantity.count(samples, unit());
  }

  private String unit() {
    return threshold.measure().sample();
  }

  /**
   * Whether the threshold is a warning that did not pass, which is reported and does not fail the
   * run.
   */
  public boolean warns() {
    return threshold.isWarning() && verdict != Verdict.PASS;
  }

  /**
   * The verdict as text; {@code WARN} for a warning that did not pass, unless it is INVALID; {@code
   * NOT JUDGED} if there is a figure by which the threshold cannot be judged, for example because
   * the run was steered by hand.
   */
  public String status() {
    if (verdict == Verdict.NO_DATA && actual.isPresent()) {
      return "NOT JUDGED";
    }
    return warns() && verdict != Verdict.INVALID ? "WARN" : verdict.name();
  }

  /**
   * Returns this judgement as INVALID, because it cannot be told whether the threshold is kept:
   * this depends on how much of the figure was the generator's own.
   */
  public Judgement undecided() {
    String why =
        uncertainty.map(range -> trueValue(range) + "; ").orElse("")
            + "the generator may account for the difference";
    boolean holds = threshold.condition().holds(actual.orElse(Double.NaN));
    return new Judgement(
        threshold,
        Verdict.INVALID,
        actual,
        samples,
        detail.isEmpty() ? why : detail + "; " + why,
        moment,
        uncertainty,
        Optional.of(holds ? Verdict.PASS : Verdict.FAIL));
  }

  /**
   * The range in words. Of a change for the worse, it is no range of the change itself, but of the
   * part of it that is certain.
   */
  private String trueValue(Uncertainty range) {
    if (!isLeastChange()) {
      return "the true value is " + text(range, "between ", " and ");
    }
    return "without the generator's own share, "
        + (range.least() == 0
            ? "no change for the worse is certain"
            : "it is certainly worse by only " + threshold.valueText(range.least()));
  }

  /** Returns this judgement as INVALID, because its figure cannot be trusted. */
  public Judgement untrusted(String why) {
    return new Judgement(
        threshold,
        Verdict.INVALID,
        actual,
        samples,
        why,
        moment,
        uncertainty,
        verdict == Verdict.PASS || verdict == Verdict.FAIL ? Optional.of(verdict) : asMeasured);
  }

  /**
   * Returns this judgement as NO_DATA, because its figure, if any, does not answer what the
   * threshold asks.
   */
  public Judgement withoutData(String why) {
    return new Judgement(
        threshold, Verdict.NO_DATA, actual, samples, why, moment, uncertainty, Optional.empty());
  }

  /**
   * The judgement as text: {@code FAIL: p95 of Login was 812 ms over 1,234 requests (limit 500
   * ms)}.
   */
  @Override
  public String toString() {
    return status() + ": " + finding(" over " + samplesText());
  }
}
