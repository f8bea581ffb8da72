package dev.onrush.threshold;

import dev.onrush.units.Given;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A measure and the condition that it has to keep. Immutable; each method that changes something
 * returns a new threshold.
 *
 * @param measure the number that is judged
 * @param condition a condition that the measure can both keep and break
 * @param abort when a breach ends the run; empty if a breach does not end it
 * @param severity whether a breach fails the run; default CRITICAL
 * @param scaling the original measure and condition, if the threshold was fitted to a run of
 *     another size
 * @param implied whether the run has this threshold because its plan contains no threshold of this
 *     kind; see {@link ImpliedErrorRate}
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
    /** The breach is shown and does not fail the run, unless warnings are made to fail it. */
    WARNING
  }

  /**
   * Creates a threshold that can be judged.
   *
   * @throws IllegalArgumentException if no value of the measure keeps the condition, or every value
   *     does; or if the threshold aborts the run although its measure is known only at the end, or
   *     although it is a warning
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
          "threshold \""
              + measure
              + "\" is known only at the end of the run; remove abortAfter(…)");
    }
    if (abort.isPresent() && severity == Severity.WARNING) {
      throw new IllegalArgumentException(
          "threshold \""
              + measure
              + "\" is a warning that aborts the run; remove warning() or abortAfter(…)");
    }
  }

  /**
   * Creates a threshold that fails the run at its end.
   *
   * @throws IllegalArgumentException if no value of the measure keeps the condition, or every value
   *     does
   */
  public Threshold(Measure measure, Condition condition) {
    this(measure, condition, Optional.empty(), Severity.CRITICAL);
  }

  /**
   * Creates a threshold for a run of the size that was written.
   *
   * @throws IllegalArgumentException if the threshold cannot be judged
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
   * Parses a threshold as {@link #text} or a person writes it: {@code p95 of Login in steady < 500
   * ms}.
   *
   * @throws IllegalArgumentException if {@code text} is not a threshold; the message says where the
   *     fault is, and what is allowed
   */
  public static Threshold parse(String text) {
    return ThresholdParser.parse(Given.value(text, "text of a threshold"), Threshold::new);
  }

  /**
   * Returns this threshold as one whose breach ends the run gracefully, with its report, once
   * {@code grace} has passed since the start of the run, or of the phase that the threshold names.
   * A count or a sum that may still reach its bound is not a breach. By default, a breach does not
   * end the run.
   *
   * @param grace the time before which a breach does not end the run; zero to 1,000 days
   * @throws IllegalArgumentException if {@code grace} is outside its range, or the threshold cannot
   *     abort the run
   */
  public Threshold abortAfter(Duration grace) {
    return abortAfter(grace, 1);
  }

  /**
   * Like {@link #abortAfter(Duration)}, but a breach does not end the run before there are this
   * many samples.
   *
   * @param grace the time before which a breach does not end the run; zero to 1,000 days
   * @param samples the number of samples, such as requests; at least 1
   * @throws IllegalArgumentException if an argument is outside its range, or the threshold cannot
   *     abort the run
   */
  public Threshold abortAfter(Duration grace, long samples) {
    return with(Optional.of(new Abort(grace, samples)));
  }

  private Threshold with(Optional<Abort> other) {
    return new Threshold(measure, condition, other, severity, scaling, implied);
  }

  /**
   * Returns this threshold with another measure and the same condition.
   *
   * @throws IllegalArgumentException if the threshold cannot be judged
   */
  public Threshold with(Measure other) {
    return new Threshold(other, condition, abort, severity, scaling, implied);
  }

  /**
   * Returns this threshold as a warning: a breach, or missing data, is shown and does not fail the
   * run.
   *
   * @throws IllegalArgumentException if the threshold aborts the run
   */
  public Threshold warning() {
    return new Threshold(measure, condition, abort, Severity.WARNING, scaling, implied);
  }

  /** Returns this threshold as one that fails the run; undoes {@link #warning}. */
  public Threshold critical() {
    return new Threshold(measure, condition, abort, Severity.CRITICAL, scaling, implied);
  }

  /**
   * Returns this threshold for a run of another size: bounds on counts and sums follow users and
   * time, bounds on throughput and capacity follow users, and bounds on recovery, windows and grace
   * times follow time. With 0.2 of the users and 0.2 of the time, at least 100 requests become at
   * least 4.
   *
   * @param users the factor for users and rates; above 0
   * @param time the factor for the times of the run; above 0
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
   * Checks that no two thresholds have the same measure and the same condition, as they were
   * written. A warning and a threshold that fails the run are different.
   *
   * @param of the owner of the thresholds, with a blank at its end: {@code plan "Spike" }
   * @throws IllegalArgumentException if two of the thresholds are the same
   */
  public static void checkDistinct(String of, List<Threshold> thresholds) {
    Set<Rule> rules = new HashSet<>();
    for (Threshold threshold : thresholds) {
      Condition written = threshold.scaling.map(Scaling::condition).orElse(threshold.condition);
      if (!rules.add(new Rule(threshold.originalMeasure(), written, threshold.severity))) {
        throw new IllegalArgumentException(
            of + "has threshold \"" + threshold + "\" twice; keep one of them");
      }
    }
  }

  /**
   * The parts by which two thresholds differ. The condition under which a threshold aborts the run
   * is not one of them.
   */
  private record Rule(Measure measure, Condition condition, Severity severity) {}

  /** The measure as it was written, for a run of the written size. */
  private Measure originalMeasure() {
    return scaling.map(Scaling::measure).orElse(measure);
  }

  /**
   * Returns an exception for a name in this threshold that its plan does not have. The message
   * contains the name and the names that the plan has.
   *
   * @param kind the kind of thing that is named, such as {@code user class}
   * @param known the names of this kind that the plan has
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

  /** The samples of the measure. */
  public Scope scope() {
    return measure.scope();
  }

  /**
   * Returns this threshold with another bound, written as in {@code "500 ms"}. The bound applies as
   * it is given, in a run of every size.
   *
   * @throws IllegalArgumentException if {@code bound} is not a bound of this measure
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

  /** Returns this threshold with each name replaced by what {@code rename} returns for it. */
  public Threshold renamed(UnaryOperator<String> rename) {
    return new Threshold(
        measure.renamed(rename),
        condition,
        abort,
        severity,
        scaling.map(s -> new Scaling(s.measure().renamed(rename), s.condition(), s.by())),
        implied);
  }

  /**
   * The measure as text for people: {@code p95 of Login in spike}; {@code error rate (implied)}.
   */
  public String name() {
    return measure + (implied ? IMPLIED : "");
  }

  /**
   * The name as one word, for settings: {@code p95-of-login-in-spike}. The key of a warning ends in
   * {@code -warning}. The key is the same in runs of every size. Several thresholds can have the
   * same key: thresholds on the same measure with different bounds, and thresholds with names such
   * as {@code Login} and {@code login}.
   */
  public String key() {
    return (originalMeasure() + (isWarning() ? " warning" : ""))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  /**
   * The condition as text: {@code < 500 ms}; in a run of another size with the original: {@code >=
   * 4 (100 scaled by 0.04)}.
   */
  public String target() {
    return bound() + scaling.map(s -> " (" + s.originalText(measure, condition) + ")").orElse("");
  }

  /**
   * The measured value in a sentence: {@code p95 of Login was 812 ms}; {@code error rate (implied)
   * was at least 7.7 % worse than A}.
   */
  public String sentence(double value) {
    String sentence = measure.sentence(value, condition);
    String subject =
        Stream.concat(Stream.of(measure), measure.figures().stream())
            .map(Measure::toString)
            .filter(sentence::startsWith)
            .findFirst()
            .orElse("");
    return implied ? subject + IMPLIED + sentence.substring(subject.length()) : sentence;
  }

  /**
   * The measured value as text, with as many decimals as are needed to tell it from the bound:
   * {@code 200.4 ms}.
   */
  public String valueText(double value) {
    return measure.valueText(value, condition);
  }

  /**
   * The bound in a sentence: {@code limit 500 ms}, {@code minimum 4, 100 scaled by 0.04}.
   *
   * @param actual the measured value; if it is the limit that it must be below, the sentence says
   *     so: {@code must be below 500 ms}
   */
  public String limit(double actual) {
    return condition.limit(measure.quantity(), actual)
        + scaling.map(s -> ", " + s.originalText(measure, condition)).orElse("");
  }

  /** The condition as text: {@code < 500 ms}. */
  public String bound() {
    return condition.text(measure.quantity());
  }

  /**
   * The complete threshold as text that {@link #parse} reads: with names in quotation marks, and
   * with all digits of the bounds.
   */
  public String text() {
    return measure.text(ThresholdLexer::quoted)
        + " "
        + bound()
        + abort.map(a -> ", " + a).orElse("")
        + (isWarning() ? ", warning" : "")
        + scaling.map(s -> ", " + s.text(ThresholdLexer::quoted)).orElse("")
        + (implied ? ", implied" : "");
  }

  /**
   * The threshold as text for people: {@code p95 of Login in spike < 500 ms}; {@code error rate
   * (implied) < 50 %}.
   */
  @Override
  public String toString() {
    return name() + " " + target();
  }
}
