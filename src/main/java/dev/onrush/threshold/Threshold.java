package dev.onrush.threshold;

import dev.onrush.units.Given;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is good enough: a measure, and the condition that it has to keep.
 *
 * @param abort when present, a breach ends the run
 * @param severity whether a breach fails the run; default CRITICAL
 * @param scaling how a plan of another size has changed it, if it has
 * @param implied whether the run has it because nobody has written one of its kind; see {@link
 *     ImpliedErrorRate}
 */
public record Threshold(
    Measure measure,
    Condition condition,
    Optional<Abort> abort,
    Severity severity,
    Optional<Scaling> scaling,
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
    Given.value(measure, "measure of a threshold");
    Given.value(condition, "condition of a threshold");
    Given.value(abort, "abort of a threshold");
    Given.value(severity, "severity of a threshold");
    Given.value(scaling, "scaling of a threshold");
    Range.of(measure).check(measure, condition);
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

  /** One that fails the run at its end. */
  public Threshold(Measure measure, Condition condition) {
    this(measure, condition, Optional.empty(), Severity.CRITICAL);
  }

  /** One of a run as it is written. */
  public Threshold(Measure measure, Condition condition, Optional<Abort> abort, Severity severity) {
    this(measure, condition, abort, severity, Optional.empty(), false);
  }

  /**
   * What {@link #text} writes, and what people write: {@code p95 of Login in steady < 500 ms}.
   *
   * @throws IllegalArgumentException for anything else; the message says where, and what is allowed
   */
  public static Threshold parse(String text) {
    return new ThresholdText(Given.value(text, "text of a threshold")).threshold();
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

  private Threshold with(Optional<Abort> other) {
    return new Threshold(measure, condition, other, severity, scaling, implied);
  }

  /** The same condition on another measure. */
  public Threshold with(Measure other) {
    return new Threshold(other, condition, abort, severity, scaling, implied);
  }

  /** A breach, or no data, is shown and does not fail the run. */
  public Threshold warning() {
    return new Threshold(measure, condition, abort, Severity.WARNING, scaling, implied);
  }

  /** A warning becomes one that fails. */
  public Threshold critical() {
    return new Threshold(measure, condition, abort, Severity.CRITICAL, scaling, implied);
  }

  /**
   * The same in a run of another size: counts and sums follow users and time, throughput and
   * capacity follow users, recovery, windows and grace times follow time. Of a run with 0.2 of the
   * users and 0.2 of the time, 100 requests at least are 4 at least.
   *
   * @param users factor on users and rates, above 0
   * @param time factor on the run's times, above 0
   */
  public Threshold scaled(double users, double time) {
    return Scaling.scaled(this, users, time);
  }

  /**
   * Refuses thresholds of which two have the same measure and the same side.
   *
   * @param of who has them, with a blank at its end: {@code plan "Spike" }
   */
  public static void checkDistinct(String of, List<Threshold> thresholds) {
    Set<String> keys = new HashSet<>();
    for (Threshold threshold : thresholds) {
      if (!keys.add(threshold.key() + threshold.condition().kind())) {
        throw new IllegalArgumentException(
            of + "has threshold \"" + threshold.name() + "\" twice; keep one of them");
      }
    }
  }

  public boolean isWarning() {
    return severity == Severity.WARNING;
  }

  public Scope scope() {
    return measure.scope();
  }

  /**
   * The same measure with another bound, written as in {@code "500 ms"}; it is taken as it is, in a
   * run of every size.
   */
  public Threshold withBound(String bound) {
    Given.value(bound, "bound of threshold \"" + name() + "\"");
    try {
      Condition other = condition.withBound(bound, measure.quantity());
      Optional<Scaling> window =
          scaling
              .filter(s -> !s.measure().equals(measure))
              .map(s -> new Scaling(s.measure(), other, 1));
      return new Threshold(measure, other, abort, severity, window, implied);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "bound of threshold \"" + name() + "\": " + e.getMessage(), e);
    }
  }

  /** The same with every name in it as {@code rename} gives it back. */
  public Threshold renamed(UnaryOperator<String> rename) {
    return new Threshold(
        measure.renamed(rename),
        condition,
        abort,
        severity,
        scaling.map(s -> new Scaling(s.measure().renamed(rename), s.condition(), s.by())),
        implied);
  }

  /** {@code p95 of Login in spike}; {@code error rate (implied)}. */
  public String name() {
    return measure + (implied ? IMPLIED : "");
  }

  /**
   * The name as one word, for settings: {@code p95-of-login-in-spike}; a warning's ends in so. It
   * is the same in runs of every size.
   */
  public String key() {
    return (scaling.map(Scaling::measure).orElse(measure) + (isWarning() ? " warning" : ""))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** {@code < 500 ms}; {@code >= 4 (100 scaled by 0.04)} in a run of another size. */
  public String target() {
    return bound() + scaling.map(s -> " (" + s.text(this) + ")").orElse("");
  }

  /** {@code < 500 ms}. */
  public String bound() {
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
