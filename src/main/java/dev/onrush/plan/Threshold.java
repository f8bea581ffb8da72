package dev.onrush.plan;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is good enough: a statistic of a scope, and the bound it has to keep.
 *
 * @param abortAfter when present, a breach ends the run, but not before this much time has passed
 *     since the run's (or the scope's phase's) start
 * @param severity whether a breach fails the run; default CRITICAL
 */
public record Threshold(
    Statistic statistic,
    Scope scope,
    Condition condition,
    Optional<Duration> abortAfter,
    Severity severity) {

  /** What a breach means. */
  public enum Severity {
    /** The run fails. */
    CRITICAL,
    /** The run is told apart, and passes. */
    WARNING
  }

  public Threshold {
    abortAfter.ifPresent(
        grace -> {
          if (grace.isNegative()) {
            throw new IllegalArgumentException(
                "grace time of an abort was "
                    + Quantity.duration(grace)
                    + "; zero or longer is allowed");
          }
          if (statistic == Statistic.Simple.RECOVERY) {
            throw new IllegalArgumentException(
                "recovery is known at the end only; leave out abortAfter(…)");
          }
          if (severity == Severity.WARNING) {
            throw new IllegalArgumentException(
                "threshold \""
                    + statistic
                    + scope
                    + "\" is a warning that aborts the run; leave out warning() or abortAfter(…)");
          }
        });
  }

  /**
   * A breach ends the run gracefully, with its report, once {@code grace} has passed since the
   * start of the run, or of the phase that the threshold names. Default: a breach is told at the
   * end.
   */
  public Threshold abortAfter(Duration grace) {
    return new Threshold(statistic, scope, condition, Optional.of(grace), severity);
  }

  /** A breach, or no data, is shown and does not fail the run. */
  public Threshold warning() {
    return new Threshold(statistic, scope, condition, abortAfter, Severity.WARNING);
  }

  public boolean isWarning() {
    return severity == Severity.WARNING;
  }

  /** The same statistic and scope with another bound, written as in {@code "500 ms"}. */
  public Threshold withBound(String bound) {
    double value;
    try {
      value = statistic.quantity().parse(bound);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "bound of threshold \"" + name() + "\": " + e.getMessage(), e);
    }
    return new Threshold(
        statistic, scope, new Condition(condition.comparison(), value), abortAfter, severity);
  }

  /** {@code p95 of Login in spike}. */
  public String name() {
    return statistic.toString() + scope;
  }

  /** The name as one word, for settings: {@code p95-of-login-in-spike}; a warning's ends in so. */
  public String key() {
    return (name() + (isWarning() ? " warning" : ""))
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "-")
        .replaceAll("^-|-$", "");
  }

  /** {@code < 500 ms}. */
  public String target() {
    return condition.comparison() + " " + statistic.quantity().text(condition.bound());
  }

  /** {@code p95 of Login in spike < 500 ms}. */
  @Override
  public String toString() {
    return name() + " " + target();
  }
}
