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
 * A measure, and the condition that it has to keep. Immutable; each method returns a new threshold.
 *
 * @param measure the number that is judged
 * @param condition one that the measure can both keep and break
 * @param abort when a breach ends the run; empty if none does
 * @param severity whether a breach fails the run; default CRITICAL
 * @param scaling the original, if a run of another size has changed it
 * @param implied whether the run has it because nobody has written one of its kind; see {@link
 *     ImpliedErrorRate}
 * @since 0.1.0
 */
public record Threshold(
    Measure measure,
    Condition condition,
    Optional<Abort> abort,
    Severity severity,
    Optional<Scaling> scaling,
    boolean implied) {

  private static final String IMPLIED = " (implied)";

  /** The consequence of a breach. */
  public enum Severity {
    /** The run fails. */
    CRITICAL,
    /** The breach is shown, and the run passes, unless warnings are made to fail. */
    WARNING
  }

  /**
   * A threshold that can be judged.
   *
   * @throws IllegalArgumentException if no value of the measure keeps the condition, or every value
   *     does; if it aborts and is known at the end only, or is a warning
   */
  public Threshold {
    Given.value(measure, "measure of a threshold");
    Given.value(condition, "condition of a threshold");
    Given.value(abort, "abort of a threshold");
    Given.value(severity, "severity of a threshold");
    Given.value(scaling, "scaling of a threshold");
    measure.range().check(measure.toString(), measure.quantity(), condition);
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

  /**
   * A threshold that fails the run at its end.
   *
   * @throws IllegalArgumentException if no value of the measure keeps the condition, or every value
   *     does
   */
  public Threshold(Measure measure, Condition condition) {
    this(measure, condition, Optional.empty(), Severity.CRITICAL);
  }

  /**
   * A threshold of a run in the size that was written.
   *
   * @throws IllegalArgumentException if it cannot be judged
   */
  public Threshold(Measure measure, Condition condition, Optional<Abort> abort, Severity severity) {
    this(measure, condition, abort, severity, Optional.empty(), false);
  }

  private Threshold(ThresholdParser.Parts parts) {
    this(
        parts.measure(),
        parts.condition(),
        parts.abort(),
        parts.warning() ? Severity.WARNING : Severity.CRITICAL,
        parts.scaling(),
        parts.implied());
  }

  /**
   * Reads a threshold, as {@link #text} and people write it: {@code p95 of Login in steady < 500
   * ms}.
   *
   * @throws IllegalArgumentException for anything else; the message says where, and what is allowed
   */
  public static Threshold parse(String text) {
    return ThresholdParser.parse(Given.value(text, "text of a threshold"), Threshold::new);
  }

  /**
   * The same, where a breach ends the run gracefully, with its report, once {@code grace} has
   * passed since the start of the run, or of the phase that the threshold names. A count or a sum
   * that may still reach its bound is no breach. Default: a breach ends nothing.
   *
   * @param grace zero to 1,000 days
   * @throws IllegalArgumentException if it is outside its range, or the threshold cannot abort
   */
  public Threshold abortAfter(Duration grace) {
    return abortAfter(grace, 1);
  }

  /**
   * As {@link #abortAfter(Duration)}, but not before this number of samples was seen.
   *
   * @param grace zero to 1,000 days
   * @param samples such as requests; at least 1
   * @throws IllegalArgumentException if one is outside its range, or the threshold cannot abort
   */
  public Threshold abortAfter(Duration grace, long samples) {
    return with(Optional.of(new Abort(grace, samples)));
  }

  private Threshold with(Optional<Abort> other) {
    return new Threshold(measure, condition, other, severity, scaling, implied);
  }

  /**
   * The same condition on another measure.
   *
   * @throws IllegalArgumentException if it cannot be judged
   */
  public Threshold with(Measure other) {
    return new Threshold(other, condition, abort, severity, scaling, implied);
  }

  /**
   * The same as a warning: a breach, or no data, is shown and does not fail the run.
   *
   * @throws IllegalArgumentException if it aborts the run
   */
  public Threshold warning() {
    return new Threshold(measure, condition, abort, Severity.WARNING, scaling, implied);
  }

  /** The same as one that fails the run; undoes {@link #warning}. */
  public Threshold critical() {
    return new Threshold(measure, condition, abort, Severity.CRITICAL, scaling, implied);
  }

  /**
   * The same in a run of another size: counts and sums follow users and time, throughput and
   * capacity follow users, recovery, windows and grace times follow time. With 0.2 of the users and
   * 0.2 of the time, at least 100 requests become at least 4.
   *
   * @param users factor on users and rates, above 0
   * @param time factor on the run's times, above 0
   */
  public Threshold scaled(double users, double time) {
    Measure paced = measure.paced(time);
    double by = measure.growth(users, time);
    Condition fitted = by == 1 ? condition : condition.scaled(by, measure.step());
    boolean same = paced.equals(measure) && fitted.equals(condition);
    return new Threshold(
        paced,
        fitted,
        abort.map(a -> a.paced(time)),
        severity,
        same ? scaling : Optional.of(new Scaling(measure, condition, by)),
        implied);
  }

  /**
   * Refuses thresholds of which two have the same measure and the same condition, as they were
   * written. A warning and one that fails the run are different.
   *
   * @param of their owner, with a blank at its end: {@code plan "Spike" }
   * @throws IllegalArgumentException if there are two such
   */
  public static void checkDistinct(String of, List<Threshold> thresholds) {
    Set<Rule> rules = new HashSet<>();
    for (Threshold threshold : thresholds) {
      Condition written = threshold.scaling.map(Scaling::condition).orElse(threshold.condition);
      if (!rules.add(new Rule(threshold.written(), written, threshold.severity))) {
        throw new IllegalArgumentException(
            of + "has threshold \"" + threshold + "\" twice; keep one of them");
      }
    }
  }

  /** What makes a threshold another one; when it aborts the run does not. */
  private record Rule(Measure measure, Condition condition, Severity severity) {}

  /** The measure in a run of the size that was written. */
  private Measure written() {
    return scaling.map(Scaling::measure).orElse(measure);
  }

  /**
   * The refusal of a name in it that its plan does not have: says what it names and what there is.
   *
   * @param kind of thing, such as {@code user class}
   * @param known names of this kind
   */
  public IllegalArgumentException namesUnknown(String kind, String name, Set<String> known) {
    return new IllegalArgumentException(
        "threshold \""
            + this
            + "\" names "
            + kind
            + " \""
            + name
            + "\"; this plan has "
            + (known.isEmpty()
                ? "none"
                : String.join(", ", known.stream().map(k -> "\"" + k + "\"").toList())));
  }

  /** Whether a breach is shown and does not fail the run. */
  public boolean isWarning() {
    return severity == Severity.WARNING;
  }

  /** The samples that its measure is about. */
  public Scope scope() {
    return measure.scope();
  }

  /**
   * The same measure with another bound, written as in {@code "500 ms"}; it is taken as it is, in a
   * run of every size.
   *
   * @throws IllegalArgumentException if it is no bound of this measure
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

  /** The same with every name in it as {@code rename} returns it. */
  public Threshold renamed(UnaryOperator<String> rename) {
    return new Threshold(
        measure.renamed(rename),
        condition,
        abort,
        severity,
        scaling.map(s -> new Scaling(s.measure().renamed(rename), s.condition(), s.by())),
        implied);
  }

  /** The measure for people: {@code p95 of Login in spike}; {@code error rate (implied)}. */
  public String name() {
    return measure + (implied ? IMPLIED : "");
  }

  /**
   * The name as one word, for settings: {@code p95-of-login-in-spike}; that of a warning ends in
   * {@code -warning}. It is the same in runs of every size. Several thresholds can have one key:
   * those of one measure with different bounds, and those of names such as {@code Login} and {@code
   * login}.
   */
  public String key() {
    return (written() + (isWarning() ? " warning" : ""))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  /**
   * The condition and its original: {@code < 500 ms}; {@code >= 4 (100 scaled by 0.04)} in a run of
   * another size.
   */
  public String target() {
    return bound() + scaling.map(s -> " (" + s.beside(measure, condition) + ")").orElse("");
  }

  /** The measured value in a sentence: {@code p95 of Login was 812 ms}. */
  public String sentence(double value) {
    return implied ? name() + " was " + valueText(value) : measure.sentence(value, condition);
  }

  /** The measured value, with the decimals that tell it from the bound: {@code 200.4 ms}. */
  public String valueText(double value) {
    return measure.valueText(value, condition);
  }

  /** The bound in a sentence: {@code limit 500 ms}, {@code minimum 4, 100 scaled by 0.04}. */
  public String limit() {
    return condition.limit(measure.quantity())
        + scaling.map(s -> ", " + s.beside(measure, condition)).orElse("");
  }

  /** The condition: {@code < 500 ms}. */
  public String bound() {
    return condition.text(measure.quantity());
  }

  /** All of it as {@link #parse} reads it: names in quotation marks, all digits of the bounds. */
  public String text() {
    return measure.text(ThresholdLexer::quoted)
        + " "
        + bound()
        + abort.map(a -> ", " + a).orElse("")
        + (isWarning() ? ", warning" : "")
        + scaling.map(s -> ", " + s.text(ThresholdLexer::quoted)).orElse("")
        + (implied ? ", implied" : "");
  }

  /** {@code p95 of Login in spike < 500 ms}; {@code error rate < 50 % (implied)}. */
  @Override
  public String toString() {
    return measure + " " + target() + (implied ? IMPLIED : "");
  }
}
