package dev.onrush.threshold;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is good enough: a measure, and the condition that it has to keep.
 *
 * @param abort when present, a breach ends the run
 * @param severity whether a breach fails the run; default CRITICAL
 * @param implied whether the run has it because nobody has written one of its kind; see {@link
 *     ImpliedErrorRate}
 */
public record Threshold(
    Measure measure,
    Condition condition,
    Optional<Abort> abort,
    Severity severity,
    boolean implied) {

  private static final String IMPLIED = " (implied)";

  /** What a breach means. */
  public enum Severity {
    /** The run fails. */
    CRITICAL,
    /** The breach is told, and the run passes, unless warnings are made to fail. */
    WARNING
  }

  public Threshold {
    if (abort.isPresent() && !measure.knownEarly()) {
      throw new IllegalArgumentException(
          "threshold \"" + measure + "\" is known at the end only; leave out abortAfter(…)");
    }
    if (abort.isPresent() && severity == Severity.WARNING) {
      throw new IllegalArgumentException(
          "threshold \""
              + measure
              + "\" is a warning that aborts the run; leave out warning() or abortAfter(…)");
    }
  }

  /** One that somebody has written. */
  public Threshold(Measure measure, Condition condition, Optional<Abort> abort, Severity severity) {
    this(measure, condition, abort, severity, false);
  }

  /** One that fails the run at its end. */
  public Threshold(Measure measure, Condition condition) {
    this(measure, condition, Optional.empty(), Severity.CRITICAL);
  }

  /**
   * What {@link #text} writes, and what people write: {@code p95 of Login in steady < 500 ms}.
   *
   * @throws IllegalArgumentException for anything else; the message says where, and what is allowed
   */
  public static Threshold parse(String text) {
    return new ThresholdText(text).threshold();
  }

  /**
   * A breach ends the run gracefully, with its report, once {@code grace} has passed since the
   * start of the run, or of the phase that the threshold names. Default: a breach is told at the
   * end.
   */
  public Threshold abortAfter(Duration grace) {
    return abortAfter(grace, 1);
  }

  /** As {@link #abortAfter(Duration)}, but not before so many samples were seen. */
  public Threshold abortAfter(Duration grace, long samples) {
    return with(Optional.of(new Abort(grace, samples)));
  }

  /** The same with another abort, or none. */
  public Threshold with(Optional<Abort> other) {
    return new Threshold(measure, condition, other, severity, implied);
  }

  /** The same condition on another measure. */
  public Threshold with(Measure other) {
    return new Threshold(other, condition, abort, severity, implied);
  }

  /** A breach, or no data, is shown and does not fail the run. */
  public Threshold warning() {
    return new Threshold(measure, condition, abort, Severity.WARNING, implied);
  }

  /** A warning becomes one that fails. */
  public Threshold critical() {
    return new Threshold(measure, condition, abort, Severity.CRITICAL, implied);
  }

  public boolean isWarning() {
    return severity == Severity.WARNING;
  }

  public Scope scope() {
    return measure.scope();
  }

  /** The same measure with another bound, written as in {@code "500 ms"}. */
  public Threshold withBound(String bound) {
    try {
      return new Threshold(
          measure, condition.withBound(bound, measure.quantity()), abort, severity, implied);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "bound of threshold \"" + name() + "\": " + e.getMessage(), e);
    }
  }

  /** {@code p95 of Login in spike}; {@code error rate (implied)}. */
  public String name() {
    return measure + (implied ? IMPLIED : "");
  }

  /** The name as one word, for settings: {@code p95-of-login-in-spike}; a warning's ends in so. */
  public String key() {
    return (measure + (isWarning() ? " warning" : ""))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** {@code < 500 ms}. */
  public String target() {
    return condition.text(measure.quantity());
  }

  /** All of it as {@link #parse} reads it, names in quotation marks. */
  public String text() {
    return ThresholdText.of(this);
  }

  /** {@code p95 of Login in spike < 500 ms}; {@code error rate < 50 % (implied)}. */
  @Override
  public String toString() {
    return measure + " " + target() + (implied ? IMPLIED : "");
  }
}
