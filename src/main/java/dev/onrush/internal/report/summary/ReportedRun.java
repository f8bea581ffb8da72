package dev.onrush.internal.report.summary;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.trace.Span;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.Breach;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.IntervalStatistics;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RequestError;
import dev.onrush.result.RequestStatistics;
import dev.onrush.result.RunEnd;
import dev.onrush.result.RunResult;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run's result as reports receive it. The built-in reports use more than a result promises: the
 * complete record, and what was gathered over time.
 *
 * @param exchanges the exchanges that were kept
 * @param spans the spans of the exchanges, by trace id, if the service has sent any
 * @param hasExchangesPage whether there is a page of the exchanges to link to
 */
public record ReportedRun(
    RunRecord record,
    OverTime overTime,
    List<Exchange> exchanges,
    Map<String, List<Span>> spans,
    boolean hasExchangesPage)
    implements RunResult {

  /** Returns the run behind the result that a report is given. */
  public static ReportedRun of(RunResult result) {
    return (ReportedRun) result;
  }

  @Override
  public RunInfo info() {
    return record.info();
  }

  @Override
  public RunEnd ending() {
    return record.ending();
  }

  @Override
  public Duration length() {
    return record.length();
  }

  @Override
  public Verdict verdict() {
    return record.verdict();
  }

  @Override
  public String reason() {
    return record.reason();
  }

  @Override
  public int exitCode() {
    return record.exitCode();
  }

  @Override
  public List<Judgement> judgements() {
    return record.judgements();
  }

  @Override
  public List<String> requests() {
    return record.requests();
  }

  @Override
  public RequestStatistics statistics(Scope scope) {
    return record.statistics(scope);
  }

  @Override
  public List<IntervalStatistics> intervals() {
    return record.intervals();
  }

  @Override
  public List<RequestError> errors() {
    return record.errors();
  }

  @Override
  public Optional<DuetComparison> duet() {
    return record.duet();
  }

  @Override
  public Optional<BaselineComparison> compared() {
    return record.compared();
  }

  @Override
  public Optional<SearchResult> capacity() {
    return record.capacity();
  }

  @Override
  public List<Intervention> interventions() {
    return record.interventions();
  }

  @Override
  public List<String> notes() {
    return record.notes();
  }

  @Override
  public List<String> generatorFindings() {
    return record.generatorFindings();
  }

  @Override
  public List<Breach> breaches() {
    return record.breaches();
  }

  @Override
  public List<UnwrittenFile> unwritten() {
    return record.unwritten();
  }
}
