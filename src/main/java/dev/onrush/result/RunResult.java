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
 * <p>Only Onrush implements this interface.
 *
 * @since 0.1.0
 */
public interface RunResult {

  /** The exit code of a run whose verdict is PASS, but whose files could not all be written. */
  int FILES_MISSING = 6;

  /** The description of the run: the plan, its size, and where it ran. */
  RunDescription info();

  /** How the run ended. */
  RunEnd ending();

  /** The length of the time that was recorded. */
  Duration length();

  /**
   * The worst verdict of all judgements except warnings; NO_DATA if there is no such judgement;
   * INVALID if the run was interrupted. A judgement whose figure is doubtful because of a generator
   * fault is INVALID.
   */
  Verdict verdict();

  /**
   * The reason for the verdict in one line: why it is not PASS or, for PASS, how many thresholds
   * passed. If something harmless ended the run early, such as its maximum duration, or if a run
   * that passed had no response for seconds, the line says so at its end.
   */
  String reason();

  /**
   * The exit code of the run's process: the exit code of the verdict, or {@link #FILES_MISSING} if
   * this is 0 and files are missing.
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
   * The statistics of the requests, the groups, or the samples of a metric within a scope. If
   * nothing was recorded within the scope, the statistics have no samples.
   */
  RequestStatistics statistics(Scope scope);

  /**
   * The figures over time, in order: one entry per second, or longer intervals if the run is longer
   * than two hours.
   */
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

  /** The notes that a reader needs to interpret the figures correctly. */
  List<String> notes();

  /** Faults of the load generator, each once and with its times; empty if the generator kept up. */
  List<String> generatorFindings();

  /**
   * The thresholds that broke, or would have broken by the measured figure, with the causes. Those
   * that broke certainly are first; each group is in the order of time. Warnings are included.
   * Thresholds with the same most likely cause are in one breach.
   */
  List<Breach> breaches();

  /** Files of the run that could not be written. */
  List<UnwrittenFile> unwritten();
}
