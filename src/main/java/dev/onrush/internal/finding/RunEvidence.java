package dev.onrush.internal.finding;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.finding.cause.Causes;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.LoadFigures;
import dev.onrush.internal.finding.evidence.ServiceFigures;
import dev.onrush.internal.finding.evidence.ServiceReadings;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.verdict.FirstBreach;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.plan.Phase;
import dev.onrush.plan.RunFlow;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
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

  /**
   * The time before a breach that is used for comparison. Readings nearer to the breach than {@link
   * #GAP} are left out, because they may belong to it.
   */
  private static final Duration BEFORE = Duration.ofSeconds(20);

  private static final Duration GAP = Duration.ofSeconds(2);

  /** A reading this soon after the start of a breach describes the second before it. */
  private static final Duration AT = Duration.ofMillis(500);

  /** Statistics of single values, other than of their number or sum. */
  private static final List<Simple> OF_VALUES =
      List.of(Simple.MEAN, Simple.MIN, Simple.MAX, Simple.STANDARD_DEVIATION);

  private static final Duration SHORTEST = Duration.ofSeconds(4);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Map<Threshold, FirstBreach> firsts = new HashMap<>();
  private final LoadFigures load = new LoadFigures(series -> true);
  private final ServiceHistory service;
  private final Optional<DuetEvidence> duet;
  private Duration end = Duration.ZERO;
  private Optional<Duration> firstFailure = Optional.empty();

  /**
   * Creates evidence without any data yet.
   *
   * @param flows the flows of the run if it is a duet: A and B
   * @param service the readings of the service, to which others add
   */
  public RunEvidence(
      List<Threshold> thresholds, List<Phase> phases, List<RunFlow> flows, ServiceHistory service) {
    this.service = service;
    this.duet = flows.stream().filter(DuetEvidence::isOfB).findFirst().map(DuetEvidence::new);
    for (Threshold threshold : thresholds) {
      FirstBreach.of(threshold, phases).ifPresent(first -> firsts.put(threshold, first));
    }
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    firsts.values().forEach(first -> first.add(interval));
    load.add(interval);
    duet.ifPresent(of -> of.add(interval));
    end = interval.end();
    if (firstFailure.isEmpty() && load.failures(new Span(interval.end(), interval.end())) > 0) {
      firstFailure = Optional.of(interval.start());
    }
  }

  /**
   * Adds the answer to a failed request; a few of them are enough.
   *
   * @param sent since the run's start
   */
  public void answered(Duration sent, String body) {
    load.answered(sent, body);
  }

  /**
   * Adds the work of the service for a slow or failed request.
   *
   * @param sent since the run's start
   * @param spans the first row is the span that answers the request
   */
  public void traced(Duration sent, Waterfall spans) {
    load.traced().add(sent, spans);
  }

  /**
   * A threshold that broke, and when.
   *
   * @param before the time that the breach is compared with
   */
  private record Broken(Judgement judgement, String name, Span span, Span before) {

    boolean isCertain() {
      return judgement.verdict() == Verdict.FAIL;
    }
  }

  /**
   * Explains each broken threshold; thresholds with the same first cause are explained together.
   *
   * @param generator faults of the generator, which outrank all other causes
   */
  public Explanation explain(List<Judgement> judgements, List<GeneratorFinding> generator) {
    List<Broken> broken = new ArrayList<>();
    for (Judgement judgement : judgements) {
      if (isBroken(judgement)) {
        span(judgement)
            .ifPresent(
                span ->
                    broken.add(
                        new Broken(judgement, judgement.threshold().name(), span, before(span))));
      }
    }
    return explained(broken, generator);
  }

  /** Explains why a search broke, by comparing its breaking point with its capacity. */
  public Explanation explain(SearchResult search) {
    List<Broken> broken = new ArrayList<>();
    search
        .broken()
        .ifPresent(
            probe -> {
              Span span = new Span(probe.start(), probe.end());
              Span before =
                  search
                      .held()
                      .map(of -> new Span(of.start(), of.end()))
                      .orElseGet(() -> before(span));
              probe.judgements().stream()
                  .filter(RunEvidence::isBroken)
                  .forEach(
                      j ->
                          broken.add(
                              new Broken(
                                  j,
                                  j.threshold().name()
                                      + " at "
                                      + search.asked().text(probe.level()),
                                  span,
                                  before)));
            });
    return explained(broken, List.of());
  }

  private Explanation explained(List<Broken> broken, List<GeneratorFinding> generator) {
    if (broken.isEmpty()) {
      return Explanation.NONE;
    }
    broken.sort(
        Comparator.comparing((Broken of) -> !of.isCertain()).thenComparing(of -> of.span.from()));
    ServiceFigures figures = new ServiceFigures(service);
    Map<String, List<Broken>> together = new LinkedHashMap<>();
    Map<String, Breach> first = new LinkedHashMap<>();
    for (Broken of : broken) {
      Breach breach = explain(of, figures, generator);
      String key = breach.causes().stream().findFirst().map(Cause::name).orElse("");
      first.putIfAbsent(key, breach);
      together.computeIfAbsent(key, k -> new ArrayList<>()).add(of);
    }
    List<Breach> breaches = new ArrayList<>();
    first.forEach(
        (key, breach) -> breaches.add(joined(breach, together.getOrDefault(key, List.of()))));
    return new Explanation(breaches, series(breaches, figures));
  }

  /**
   * Whether there is anything to explain: a threshold that broke, or would have broken as measured.
   */
  public static boolean isToBeExplained(List<Judgement> judgements) {
    return judgements.stream().anyMatch(RunEvidence::isBroken);
  }

  private static boolean isBroken(Judgement judgement) {
    return judgement.verdict() == Verdict.FAIL
        || judgement.asMeasured().filter(would -> would == Verdict.FAIL).isPresent();
  }

  private Breach explain(Broken broken, ServiceFigures figures, List<GeneratorFinding> generator) {
    if (isOnTheDifference(broken.judgement)) {
      About about = about(broken.judgement);
      return new Breach(
          List.of(broken.name),
          broken.span.from(),
          broken.span.to(),
          broken.isCertain(),
          duet.map(of -> of.causes(service, about, end)).orElse(List.of()),
          List.of(),
          List.of());
    }
    Evidence evidence = evidence(broken, figures, generator);
    List<Cause> causes = Causes.of(evidence);
    if (broken.judgement.verdict() == Verdict.INVALID
        && evidence.generator().isEmpty()
        && causes.stream().noneMatch(of -> of.confidence() == Confidence.STRONG)) {
      evidence = evidence.withGenerator(shareOfTheGenerator(broken.judgement));
      causes = Causes.of(evidence);
    }
    boolean generatorToo = !evidence.generator().isEmpty();
    return new Breach(
        List.of(broken.name),
        broken.span.from(),
        broken.span.to(),
        broken.isCertain(),
        causes,
        generatorToo ? List.of() : figures.changes(broken.span.from(), evidence.latest()),
        generatorToo ? List.of() : Causes.quiet(evidence));
  }

  /** Whether the generator's own share of the figure decides whether the threshold is kept. */
  private static boolean isUndecided(Judgement judgement) {
    Condition condition = judgement.threshold().condition();
    return judgement.verdict() == Verdict.INVALID
        && judgement
            .uncertainty()
            .filter(range -> condition.holds(range.least()) != condition.holds(range.most()))
            .isPresent();
  }

  private static String shareOfTheGenerator(Judgement judgement) {
    return !isUndecided(judgement)
        ? judgement.detail()
        : "the generator itself may account for the difference: the range of the true figure is "
            + judgement.uncertaintyText().orElseGet(() -> range(judgement));
  }

  private static String range(Judgement judgement) {
    Uncertainty range = judgement.uncertainty().orElseThrow();
    Threshold threshold = judgement.threshold();
    return threshold.valueText(range.least()) + " to " + threshold.valueText(range.most());
  }

  private Evidence evidence(
      Broken broken, ServiceFigures figures, List<GeneratorFinding> generator) {
    Duration from = broken.span.from();
    Duration least = from.plus(SHORTEST);
    Duration most = from.plus(LONGEST);
    Duration to = broken.span.to();
    to = to.compareTo(least) < 0 ? least : to.compareTo(most) > 0 ? most : to;
    Span during = new Span(from.plus(AT), to);
    return new Evidence(
        from,
        broken.before,
        during,
        about(broken.judgement),
        figures,
        load,
        generator.stream()
            // A breach that holds without the generator's share is due to the service.
            .filter(of -> !broken.isCertain())
            .filter(of -> of.from().compareTo(from.plus(GAP)) <= 0) // later faults are no cause
            .filter(of -> of.to().compareTo(from.minus(GAP)) >= 0)
            .map(GeneratorFinding::text)
            .distinct()
            .toList(),
        false);
  }

  private static Span before(Span breach) {
    Duration begin = later(breach.from().minus(BEFORE), Duration.ZERO);
    return new Span(begin, later(breach.from().minus(GAP), begin));
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static About about(Judgement judgement) {
    Optional<Figure> figure = judgement.threshold().measure().figures().stream().findFirst();
    if (figure.isEmpty()) {
      return About.TIMES;
    }
    if (figure.get().quantity() == Quantity.TIME) {
      return About.TIMES;
    }
    if (figure.get().scope().subject().source() == Source.METRIC
        && (figure.get().statistic() instanceof AtPercentile
            || OF_VALUES.contains(figure.get().statistic()))) {
      return About.VALUES;
    }
    if (figure.get().statistic() instanceof Status) {
      return About.STATUS;
    }
    return figure.get().statistic() == Simple.ERROR_RATE
            || figure.get().statistic() == Simple.ERROR_COUNT
            || figure.get().statistic() == Simple.SUCCESS_COUNT
        ? About.FAILURES
        : About.OTHER;
  }

  private static boolean isOnTheDifference(Judgement judgement) {
    return judgement.threshold().measure() instanceof WorseThanA;
  }

  /**
   * The time of a breach. For a threshold without a figure in each second, it lasts from the first
   * failure, or from the worst moment, to the run's end.
   */
  private Optional<Span> span(Judgement judgement) {
    if (isOnTheDifference(judgement)) {
      // The difference covers the whole run, and is certain at its end. Readings of B alone do not
      // explain it.
      return ServiceReadings.hasA(service) ? Optional.of(new Span(end, end)) : Optional.empty();
    }
    Optional<Span> seen =
        Optional.ofNullable(firsts.get(judgement.threshold())).flatMap(FirstBreach::span);
    Optional<Duration> known =
        switch (about(judgement)) {
          case FAILURES, STATUS -> firstFailure;
          case TIMES, VALUES, OTHER -> judgement.moment();
        };
    return seen.or(() -> known.map(at -> new Span(at, end)));
  }

  private static Breach joined(Breach first, List<Broken> all) {
    List<String> names = all.stream().map(Broken::name).distinct().toList();
    Duration to =
        all.stream().map(of -> of.span.to()).max(Comparator.naturalOrder()).orElse(first.to());
    boolean isCertain = all.stream().anyMatch(Broken::isCertain);
    return new Breach(
        names, first.from(), to, isCertain, first.causes(), first.changes(), first.quiet());
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
