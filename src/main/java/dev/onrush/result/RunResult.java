package dev.onrush.result;

import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a run. Immutable, and safe for use by several threads; secrets in its texts are
 * masked.
 *
 * <pre>{@code
 * RunResult result = Onrush.run(plan);
 * assertEquals(Verdict.PASS, result.verdict(), result.reason());
 * RequestStatistics logins =
 *     result.statistics(Scope.ALL.of(new Subject.Request("Login")).during("spike"));
 * }</pre>
 *
 * <p>Onrush alone implements it.
 *
 * @since 0.1.0
 */
public interface RunResult {

  /** Exit code of a run whose verdict is PASS, but whose files are not all written. */
  int FILES_MISSING = 6;

  /** The plan, its size, and where it ran. */
  RunDescription info();

  /** How the run ended. */
  RunEnd ending();

  /** The time that was recorded. */
  Duration length();

  /** The worst of the judgements; INVALID if the run was interrupted or its generator faulty. */
  Verdict verdict();

  /**
   * Why the verdict is not PASS, in one line; for PASS, how many thresholds passed. What ended the
   * run early without harm, such as its maximum duration, comes after that.
   */
  String reason();

  /**
   * Exit code of the run's process: the verdict's, or {@link #FILES_MISSING} if that is 0 and files
   * are missing.
   */
  int exitCode();

  /** The results of the thresholds, in the plan's order. */
  List<Judgement> judgements();

  /** Names of all requests that were sent, with the groups before them, in alphabetic order. */
  List<String> requests();

  /** The statistics of all requests. */
  default RequestStatistics statistics() {
    return statistics(Scope.ALL);
  }

  /**
   * The statistics of the requests, or groups, or samples of a metric within a scope; what was not
   * seen has no samples.
   */
  RequestStatistics statistics(Scope scope);

  /** Figures over time, in order: one entry a second, and coarser after two hours. */
  List<IntervalStatistics> intervals();

  /** Failures by request, user class and message, the most frequent first. */
  List<RequestError> errors();

  /** The comparison with the baseline, if the run had one. */
  Optional<BaselineComparison> compared();

  /** The comparison of two versions of the service, if the run was a duet. */
  Optional<DuetComparison> duet();

  /** The result of the search, if the run was a capacity search. */
  Optional<? extends CapacityResult> capacity();

  /** Commands that were given by hand, in order. */
  List<Intervention> interventions();

  /** What a reader needs to know to read the figures rightly. */
  List<String> notes();

  /** Faults of the generator, each once and with its times; empty if it kept up. */
  List<String> generatorFindings();

  /**
   * Thresholds that broke, and why, in the order of time; those with the same cause together. Empty
   * of a run that passed.
   */
  List<Breach> breaches();

  /** Files of the run that could not be written. */
  List<UnwrittenFile> unwritten();
}
