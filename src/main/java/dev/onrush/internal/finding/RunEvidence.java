package dev.onrush.internal.finding;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.finding.cause.Causes;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.ServiceFigures;
import dev.onrush.internal.finding.evidence.ServiceReadings;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.verdict.FirstBreach;
import dev.onrush.internal.verdict.ScopeFailures;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Observation;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers evidence while a run is in progress, and explains its breaches at its end. */
public final class RunEvidence {

  /** The most kinds of observations of thresholds that are explained together. */
  private static final int OBSERVED = 2;

  private final Map<Threshold, FirstBreach> firsts = new HashMap<>();

  /** The failures within the scopes of thresholds on failures and statuses. */
  private final Map<Threshold, ScopeFailures> failures = new HashMap<>();

  private final LoadOfUsers load;
  private final ServiceHistory service;
  private final Optional<DuetEvidence> duet;
  private Duration end = Duration.ZERO;

  /**
   * Creates evidence without any data yet.
   *
   * @param flows the flows of the run if it is a duet: A and B
   * @param service the readings of the service, to which others add
   */
  public RunEvidence(
      List<Threshold> thresholds, List<Phase> phases, List<RunFlow> flows, ServiceHistory service) {
    this.service = service;
    Optional<RunFlow> b = flows.stream().filter(DuetEvidence::isOfB).findFirst();
    this.duet = b.map(DuetEvidence::new);
    this.load = new LoadOfUsers(thresholds, phases, b);
    for (Threshold threshold : thresholds) {
      FirstBreach.of(threshold, phases).ifPresent(first -> firsts.put(threshold, first));
      About about = BrokenThreshold.about(threshold);
      if (about == About.FAILURES || about == About.STATUS) {
        Figure figure = threshold.measure().figures().get(0);
        failures.put(threshold, new ScopeFailures(figure, threshold.condition(), phases));
      }
    }
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    firsts.values().forEach(first -> first.add(interval));
    failures.values().forEach(of -> of.add(interval));
    load.add(interval);
    duet.ifPresent(of -> of.add(interval));
    end = interval.end();
  }

  /**
   * Adds the answer to a failed request; a few of them are enough.
   *
   * @param userClass of the user who sent it
   * @param sent since the run's start
   */
  public void answered(String userClass, Duration sent, String body) {
    load.answered(userClass, sent, body);
  }

  /**
   * Adds the work of the service for a slow or failed request.
   *
   * @param userClass of the user who sent it
   * @param sent since the run's start
   * @param spans the first row is the span that answers the request
   */
  public void traced(String userClass, Duration sent, Waterfall spans) {
    load.traced(userClass, sent, spans);
  }

  /**
   * Explains each broken threshold; thresholds with the same first cause are explained together.
   *
   * @param generator faults of the generator, which outrank all other causes
   */
  public Explanation explain(List<Judgement> judgements, List<GeneratorFinding> generator) {
    List<BrokenThreshold> broken = new ArrayList<>();
    for (Judgement judgement : judgements) {
      if (BrokenThreshold.isBroken(judgement)) {
        span(judgement).ifPresent(span -> broken.add(new BrokenThreshold(judgement, span)));
      }
    }
    return explained(broken, generator);
  }

  /** Explains why a search broke, by comparing its breaking point with its capacity. */
  public Explanation explain(SearchResult search) {
    List<BrokenThreshold> broken = new ArrayList<>();
    search
        .broken()
        .ifPresent(
            probe -> {
              Span span = new Span(probe.start(), probe.end());
              Span before =
                  search
                      .held()
                      .map(of -> new Span(of.start(), of.end()))
                      .orElseGet(() -> BrokenThreshold.before(span));
              probe.judgements().stream()
                  .filter(BrokenThreshold::isBroken)
                  .forEach(
                      j ->
                          broken.add(
                              new BrokenThreshold(
                                  j,
                                  j.threshold().name()
                                      + " at "
                                      + search.asked().text(probe.level()),
                                  span,
                                  before)));
            });
    return explained(broken, List.of());
  }

  private Explanation explained(List<BrokenThreshold> broken, List<GeneratorFinding> generator) {
    if (broken.isEmpty()) {
      return Explanation.NONE;
    }
    broken.sort(
        Comparator.comparing((BrokenThreshold of) -> !of.isCertain())
            .thenComparing(of -> of.span().from()));
    ServiceFigures figures = new ServiceFigures(service);
    Map<String, List<BrokenThreshold>> together = new LinkedHashMap<>();
    Map<String, Breach> first = new LinkedHashMap<>();
    Map<String, Map<String, Observation>> observed = new HashMap<>();
    for (BrokenThreshold of : broken) {
      Breach breach = explain(of, figures, generator);
      String key = reason(breach);
      first.putIfAbsent(key, breach);
      Map<String, Observation> kinds = observed.computeIfAbsent(key, k -> new LinkedHashMap<>());
      breach.observed().forEach(one -> kinds.putIfAbsent(one.advice(), one));
      together.computeIfAbsent(key, k -> new ArrayList<>()).add(of);
    }
    List<Breach> breaches = new ArrayList<>();
    first.forEach(
        (key, breach) ->
            breaches.add(
                joined(
                    breach,
                    together.getOrDefault(key, List.of()),
                    observed.getOrDefault(key, Map.of()).values().stream()
                        .limit(OBSERVED)
                        .toList())));
    return new Explanation(breaches, series(breaches, figures));
  }

  /** The first cause; if none is known, what was observed, as far as it has the same advice. */
  private static String reason(Breach breach) {
    return breach.causes().stream()
        .findFirst()
        .map(Cause::name)
        .or(() -> breach.observed().stream().findFirst().map(Observation::advice))
        .orElse("");
  }

  /**
   * Whether there is anything to explain: a threshold that broke, or would have broken as measured.
   */
  public static boolean isToBeExplained(List<Judgement> judgements) {
    return judgements.stream().anyMatch(BrokenThreshold::isBroken);
  }

  private Breach explain(
      BrokenThreshold broken, ServiceFigures figures, List<GeneratorFinding> generator) {
    if (BrokenThreshold.isOnTheDifference(broken.judgement())) {
      About about = BrokenThreshold.about(broken.judgement());
      return new Breach(
          List.of(broken.name()),
          broken.span().from(),
          broken.span().to(),
          broken.isCertain(),
          duet.map(of -> of.causes(service, about, end)).orElse(List.of()),
          List.of(),
          List.of(),
          List.of());
    }
    Evidence evidence = evidence(broken, figures, generator);
    List<Cause> causes = Causes.of(evidence);
    if (broken.judgement().verdict() == Verdict.INVALID
        && evidence.generator().isEmpty()
        && causes.stream().noneMatch(of -> of.confidence() == Confidence.STRONG)) {
      evidence = evidence.withGenerator(broken.shareOfTheGenerator());
      causes = Causes.of(evidence);
    }
    boolean generatorToo = !evidence.generator().isEmpty();
    return new Breach(
        List.of(broken.name()),
        broken.span().from(),
        broken.span().to(),
        broken.isCertain(),
        causes,
        Causes.observed(evidence, causes),
        generatorToo ? List.of() : figures.changes(broken.span().from(), evidence.latest()),
        generatorToo ? List.of() : Causes.quiet(evidence, causes));
  }

  private Evidence evidence(
      BrokenThreshold broken, ServiceFigures figures, List<GeneratorFinding> generator) {
    return new Evidence(
        broken.span().from(),
        broken.before(),
        broken.during(),
        BrokenThreshold.about(broken.judgement()),
        figures,
        load.all(broken.judgement().threshold()),
        load.of(broken.judgement().threshold()),
        generator.stream()
            // A breach that holds without the generator's share is due to the service.
            .filter(of -> !broken.isCertain())
            .filter(broken::startsWith)
            .map(GeneratorFinding::text)
            .distinct()
            .toList(),
        false);
  }

  /**
   * The time of a breach. For a threshold without a figure in each second, it lasts from the worst
   * moment, or from its failures, to the run's end.
   */
  private Optional<Span> span(Judgement judgement) {
    if (BrokenThreshold.isOnTheDifference(judgement)) {
      // The difference covers the whole run, and is certain at its end. Readings of B alone do not
      // explain it.
      return ServiceReadings.hasA(service) ? Optional.of(new Span(end, end)) : Optional.empty();
    }
    Threshold threshold = judgement.threshold();
    return Optional.ofNullable(firsts.get(threshold))
        .flatMap(FirstBreach::span)
        .or(
            () ->
                judgement
                    .moment()
                    .or(
                        () ->
                            Optional.ofNullable(failures.get(threshold))
                                .flatMap(ScopeFailures::from))
                    .map(at -> new Span(at, end)));
  }

  private static Breach joined(
      Breach first, List<BrokenThreshold> all, List<Observation> observed) {
    List<String> names = all.stream().map(BrokenThreshold::name).distinct().toList();
    Duration to =
        all.stream().map(of -> of.span().to()).max(Comparator.naturalOrder()).orElse(first.to());
    boolean isCertain = all.stream().anyMatch(BrokenThreshold::isCertain);
    return new Breach(
        names,
        first.from(),
        to,
        isCertain,
        first.causes(),
        observed,
        first.changes(),
        first.quiet());
  }

  private Map<String, FigureOverTime> series(List<Breach> breaches, ServiceFigures figures) {
    Map<String, FigureOverTime> series = new LinkedHashMap<>();
    for (Breach breach : breaches) {
      for (Cause cause : breach.causes()) {
        for (String expression : cause.series()) {
          series.put(expression, figures.series(expression));
          String ofA = ServiceReadings.ofA(expression);
          if (service.expressions().contains(ofA)) {
            series.put(ofA, figures.series(ofA));
          }
        }
      }
    }
    return series;
  }
}
