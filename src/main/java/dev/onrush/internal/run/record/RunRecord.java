package dev.onrush.internal.run.record;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.control.SteeringInterventions;
import dev.onrush.internal.finding.Explanation;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.Breach;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.IntervalStatistics;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RequestError;
import dev.onrush.result.RequestStatistics;
import dev.onrush.result.RunEnd;
import dev.onrush.result.RunResult;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The complete result of a run. The built-in reports are functions of it; it contains more than
 * {@link RunResult} promises.
 *
 * @param interventions the changes made by hand during the run, in order
 * @param compared the comparison with the baseline, if the run has a baseline and followed its plan
 * @param capacity the result of the capacity search, if the run was one
 * @param notes notes without which a reader cannot interpret the figures correctly
 * @param findings the problems of the load generator, each with its time
 * @param unwritten files of the run that could not be written; the notes also list them
 * @param explanation why thresholds broke, as far as that is known
 * @param duet the comparison of two versions, if the run was a duet
 */
public record RunRecord(
    RunInfo info,
    RunEnd ending,
    Timeline timeline,
    List<Judgement> judgements,
    List<Intervention> interventions,
    Optional<BaselineComparison> compared,
    Optional<SearchResult> capacity,
    List<String> notes,
    List<GeneratorFinding> findings,
    List<UnwrittenFile> unwritten,
    Explanation explanation,
    Optional<DuetComparison> duet)
    implements RunResult {

  /** Without this file, a run cannot be saved as a baseline. */
  private static final String RESULT = "result.json";

  /** Creates the result of a run whose files are all written. */
  public RunRecord(
      RunInfo info,
      RunEnd ending,
      Timeline timeline,
      List<Judgement> judgements,
      List<Intervention> interventions,
      Optional<BaselineComparison> compared,
      Optional<SearchResult> capacity,
      List<String> notes,
      List<GeneratorFinding> findings) {
    this(
        info,
        ending,
        timeline,
        judgements,
        interventions,
        compared,
        capacity,
        notes,
        findings,
        List.of(),
        Explanation.NONE,
        Optional.empty());
  }

  public RunRecord {
    judgements = List.copyOf(judgements);
    interventions = List.copyOf(interventions);
    notes = List.copyOf(notes);
    findings = List.copyOf(findings);
    unwritten = List.copyOf(unwritten);
  }

  /**
   * Returns a copy with the findings from the end of the run, which are based on the baseline at
   * that time and on every second of the run.
   */
  public RunRecord with(
      Optional<BaselineComparison> found,
      List<Judgement> judged,
      List<GeneratorFinding> generator) {
    List<Judgement> all =
        judgements.stream()
            .map(
                own ->
                    judged.stream()
                        .filter(j -> j.threshold().equals(own.threshold()))
                        .findFirst()
                        .orElse(own))
            .toList();
    return new RunRecord(
        info,
        ending,
        timeline,
        all,
        interventions,
        found,
        capacity,
        notes,
        generator,
        unwritten,
        explanation,
        duet);
  }

  /** Returns a copy in which the given files are unwritten too, with a note on each of them. */
  public RunRecord withUnwritten(List<UnwrittenFile> files) {
    if (files.isEmpty()) {
      return this;
    }
    List<UnwrittenFile> all = new ArrayList<>(unwritten);
    all.addAll(files);
    List<String> told = new ArrayList<>(notes);
    files.stream()
        .map(UnwrittenFile::toString)
        .filter(note -> !told.contains(note))
        .forEach(told::add);
    boolean whole = all.stream().noneMatch(file -> file.name().equals(RESULT));
    return new RunRecord(
        info,
        ending,
        timeline,
        whole ? judgements : withoutAdvice(judgements),
        interventions,
        compared,
        capacity,
        told,
        findings,
        all,
        explanation,
        duet);
  }

  /** Returns a copy without the advice to save the run as a baseline, if it cannot be one. */
  RunRecord advised() {
    return doubt().isEmpty() ? this : with(compared, withoutAdvice(judgements), findings);
  }

  private static List<Judgement> withoutAdvice(List<Judgement> judgements) {
    return judgements.stream()
        .map(
            judgement -> {
              String detail = ComparisonBasis.withoutAdvice(judgement.detail());
              return detail.equals(judgement.detail()) ? judgement : judgement.withoutData(detail);
            })
        .toList();
  }

  /** Returns a copy with the explanation of why thresholds broke. */
  public RunRecord explained(Explanation found) {
    return new RunRecord(
        info,
        ending,
        timeline,
        judgements,
        interventions,
        compared,
        capacity,
        notes,
        findings,
        unwritten,
        found,
        duet);
  }

  /**
   * The loads that the run had to follow. An interrupted run may not have followed them, and is
   * INVALID in any case.
   */
  static List<FlowLoad> toFollow(RunInfo info, RunEnd ending) {
    return ending.how() == RunEnd.How.INTERRUPTED ? List.of() : info.flows();
  }

  @Override
  public Verdict verdict() {
    return ending.how() == RunEnd.How.INTERRUPTED ? Verdict.INVALID : Judge.worst(judgements);
  }

  /**
   * Describes why the figures of this run must not be compared with those of other runs; empty if
   * they may be.
   */
  public Optional<String> doubt() {
    if (verdict() == Verdict.INVALID) {
      return Optional.of("is INVALID (" + reason() + ")");
    }
    Optional<Intervention> steered = SteeringInterventions.first(interventions);
    if (steered.isPresent()) {
      return steered.map(SteeringEffect::text);
    }
    return generatorFindings().stream()
        .findFirst()
        .map(finding -> "had a generator that did not keep up (" + finding + ")");
  }

  @Override
  public int exitCode() {
    int code = verdict().exitCode();
    return code == 0 && !unwritten.isEmpty() ? FILES_MISSING : code;
  }

  @Override
  public List<String> generatorFindings() {
    if (capacity.isPresent()) {
      // In a capacity search, each probe has its own findings; a probe with a generator that did
      // not keep up was repeated.
      return capacity.get().ending() == dev.onrush.internal.capacity.SearchEnd.GENERATOR
          ? List.of(capacity.get().detail())
          : List.of();
    }
    return GeneratorHealth.texts(findings);
  }

  /** The heading of {@link #generatorFindings} in reports. */
  public String generatorHeading() {
    return judgements.stream().anyMatch(of -> of.verdict() == Verdict.INVALID)
        ? "The generator did not keep up; the results that this affects are INVALID:"
        : "The generator did not always keep up; this affects no threshold:";
  }

  @Override
  public String reason() {
    if (ending.how() == RunEnd.How.INTERRUPTED) {
      return ending.detail();
    }
    String part = info.facts().getOrDefault(RunInfo.PART, "");
    return (part.isEmpty() ? "" : "only " + part + " ran: ") + found();
  }

  /** Describes what the run found, and what ended it. */
  private String found() {
    if (TrialRun.is(info)) {
      return TrialRun.sentence(timeline.all(), errors()) + early();
    }
    if (capacity.isPresent()) {
      return capacity.get().sentence() + required() + early();
    }
    VerdictText text = new VerdictText(judgements, findings, duet);
    boolean told = ending.how() == RunEnd.How.ABORTED && text.tellsWhatEndedTheRun();
    return text.sentence() + (told ? "" : early()) + silence();
  }

  /** Describes a time without responses in a run that passed: it may have passed because of it. */
  private String silence() {
    return verdict() == Verdict.PASS
        ? TimeWithoutResponses.longest(timeline).map(silence -> "; but " + silence).orElse("")
        : "";
  }

  private String early() {
    if (ending.how() == RunEnd.How.ABORTED) {
      return "; a threshold ended the run: " + ending.detail();
    }
    return ending.detail().isEmpty() ? "" : "; " + ending.detail();
  }

  /** Describes the required capacity, if it was not reached. */
  private String required() {
    return judgements.stream()
        .filter(j -> j.threshold().measure() instanceof Capacity && j.verdict() == Verdict.FAIL)
        .map(j -> "; required was " + j.threshold().target())
        .findFirst()
        .orElse("");
  }

  @Override
  public Duration length() {
    return timeline.elapsed();
  }

  @Override
  public List<String> requests() {
    return timeline.names(Kind.REQUEST, Series::name);
  }

  @Override
  public RequestStatistics statistics(Scope scope) {
    return ScopeStatistics.of(timeline, scope, info.phases());
  }

  @Override
  public List<IntervalStatistics> intervals() {
    return timeline.rows().stream().map(IntervalView::of).toList();
  }

  @Override
  public List<RequestError> errors() {
    return timeline.failures().stream()
        .map(
            of ->
                new RequestError(
                    of.request(),
                    of.userClass(),
                    of.failure().code(),
                    of.failure().text(),
                    of.count(),
                    of.first(),
                    of.last()))
        .toList();
  }

  @Override
  public List<Breach> breaches() {
    return explanation.breaches();
  }
}
