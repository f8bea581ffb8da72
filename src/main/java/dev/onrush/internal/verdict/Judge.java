package dev.onrush.internal.verdict;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.figure.Times;
import dev.onrush.internal.verdict.probe.DuetProbe;
import dev.onrush.internal.verdict.probe.EachRequestProbe;
import dev.onrush.internal.verdict.probe.FigureProbe;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.internal.verdict.probe.Probe;
import dev.onrush.internal.verdict.probe.ProbeFactory;
import dev.onrush.internal.verdict.probe.Reading;
import dev.onrush.plan.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Abort;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds thresholds against a run, interval by interval. */
public final class Judge {

  /** What the judgement of the threshold that ended a run says, before the time. */
  private static final String ENDED_THE_RUN = "ended the run at ";

  /** For who wonders where a threshold comes from that they have not written. */
  private static final String IMPLIED =
      "no threshold of its own is on all errors; write one, or set onrush.impliedErrorRate";

  private static final String IMPLIED_OF_A =
      "where A fails, there is nothing to compare B with; mend A, or set onrush.impliedErrorRate";

  private final Map<Threshold, Probe> probes = new LinkedHashMap<>();

  /** A request that is first seen late is divided by readings from the run's start on. */
  private final Map<Figure, Probe> service = new HashMap<>();

  private final List<String> requests;
  private final Optional<Baseline> baseline;
  private final Optional<Duet> duet;
  private final RunBlocks blocks;
  private final List<Phase> phases;
  private final Timeline timeline;
  private final EndOfLoad endOfLoad;

  /** What ended the run, as it was judged then. */
  private Optional<Judgement> breach = Optional.empty();

  private Duration breachAt = Duration.ZERO;

  /** A judge of a run that is compared with nothing. */
  public Judge(List<Threshold> thresholds, List<Phase> phases, List<String> requests) {
    this(thresholds, phases, requests, Optional.empty());
  }

  /**
   * A judge of one run.
   *
   * @param requests names of requests that the plan is known to have
   * @param baseline what the run is compared with, if anything
   */
  public Judge(
      List<Threshold> thresholds,
      List<Phase> phases,
      List<String> requests,
      Optional<Baseline> baseline) {
    this(thresholds, phases, PlannedRequests.of(requests), Compared.with(baseline), new Timeline());
  }

  /**
   * The same on a timeline of its own kind.
   *
   * @param requests that the plan is known to have
   * @param compared what the run, or its target, is compared with
   * @param timeline nothing yet
   */
  public Judge(
      List<Threshold> thresholds,
      List<Phase> phases,
      PlannedRequests requests,
      Compared compared,
      Timeline timeline) {
    Optional<Baseline> baseline = compared.baseline();
    this.duet = compared.duet();
    this.timeline = timeline;
    this.endOfLoad = new EndOfLoad(timeline);
    this.phases = List.copyOf(phases);
    this.requests = requests.names();
    this.baseline = baseline;
    this.blocks = RunBlocks.empty(baseline.map(Baseline::times).orElse(List.of()));
    ProbeFactory made = new ProbeFactory(this.phases, baseline, duet, blocks, service);
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        if (figure.scope().subject() instanceof Service named) {
          service.computeIfAbsent(figure, f -> FigureProbe.of(f, named, this.phases));
        }
      }
      probes.put(
          threshold,
          threshold.measure() instanceof WorseThanA worse
              ? new DuetProbe(threshold, worse, duet)
              : threshold.scope().subject() == Subject.EACH_REQUEST
                  ? new EachRequestProbe(threshold, made, requests)
                  : made.of(threshold.measure(), threshold.condition()));
    }
  }

  /** Those of the plan, which its thresholds name. */
  public List<Phase> phases() {
    return phases;
  }

  /** The run against its baseline, if it has one. */
  public Optional<RunComparison> comparison() {
    return baseline.map(b -> RunComparison.of(b.runs(), blocks));
  }

  /** The duet that the run is, if it is one. */
  public Optional<Duet> duet() {
    return duet;
  }

  /**
   * Whether the run is to end here: each threshold on the difference of a duet is certain, and each
   * other one is kept by what was seen so far. From then on the duet takes no more intervals, so
   * that what was certain stays so.
   */
  public boolean isCertain() {
    return duet.filter(Duet::isOver).isPresent();
  }

  private boolean isKept() {
    return soFar().stream()
        .filter(j -> !(j.threshold().measure() instanceof WorseThanA))
        .allMatch(j -> j.verdict() == Verdict.PASS);
  }

  /** Takes the interval that follows; returns its row. */
  public Row add(Interval interval) {
    boolean loaded = endOfLoad.follow(interval, probes, this::asOfNow);
    Row row = timeline.add(interval);
    if (loaded && baseline.isPresent()) {
      blocks.add(interval);
    }
    duet.ifPresent(d -> d.add(interval));
    service.values().forEach(probe -> probe.add(interval, row));
    probes.values().forEach(probe -> probe.add(interval, row));
    if (duet.filter(d -> d.terms().stops() && d.isCertain()).isPresent() && isKept()) {
      duet.get().end();
    }
    return row;
  }

  /** All that has been taken. */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * Every threshold judged, in order; but for an implied one on the errors of a plan that is known
   * to have no request, and had none.
   */
  public List<Judgement> judge() {
    return probes.entrySet().stream()
        .map(e -> judge(e.getKey(), e.getValue()))
        .filter(this::isAsked)
        .toList();
  }

  /** A simulation may record nothing but metrics of its own. */
  private boolean isAsked(Judgement judgement) {
    return !(judgement.threshold().implied()
        && judgement.verdict() == Verdict.NO_DATA
        && requests.isEmpty());
  }

  /**
   * The same while the run goes on. What is known at the end only has no data yet: to ask for it
   * each second would hold the run up.
   */
  public List<Judgement> soFar() {
    return probes.entrySet().stream()
        .map(
            e ->
                e.getKey().measure().knownEarly()
                    ? judge(e.getKey(), e.getValue())
                    : new Judgement(
                        e.getKey(),
                        Verdict.NO_DATA,
                        OptionalDouble.empty(),
                        0,
                        "known at the end",
                        Optional.empty()))
        .filter(this::isAsked)
        .toList();
  }

  /** The worst of the judgements, warnings apart; NO_DATA if there is none. */
  public static Verdict worst(List<Judgement> judgements) {
    return judgements.stream()
        .filter(j -> !j.threshold().isWarning())
        .map(Judgement::verdict)
        .reduce(Verdict::and)
        .orElse(Verdict.NO_DATA);
  }

  /**
   * The breach that ends the run, once there is one. From then on it is the judgement of its
   * threshold: responses that come while the run ends can make it worse, and cannot undo it.
   *
   * @param now the phases as they are known by now
   * @param late how long after a phase what was sent in it may be answered
   */
  public Optional<Judgement> abort(List<Phase> now, Duration late) {
    if (breach.isEmpty()) {
      breach = firstBreach(now, late);
      breachAt = timeline.elapsed();
      breach.ifPresent(b -> timeline.endLoad());
    }
    return breach;
  }

  /** The breach that ended the run, if one did. */
  public Optional<Judgement> breach() {
    return breach;
  }

  /**
   * Whether a judgement says of its threshold that it ended the run. It does not where something
   * else is said of it, such as that the run was steered by hand.
   */
  public static boolean endedTheRun(Judgement judgement) {
    // In words only: the judgement may have been read from a log, which has nothing else.
    return judgement.threshold().abort().isPresent() && judgement.detail().contains(ENDED_THE_RUN);
  }

  /** The first breach that ends a run, if its grace time is over and it has seen enough. */
  private Optional<Judgement> firstBreach(List<Phase> now, Duration late) {
    for (Map.Entry<Threshold, Probe> entry : probes.entrySet()) {
      Optional<Abort> abort = entry.getKey().abort();
      if (abort.isPresent() && isDue(entry.getKey(), abort.get(), now)) {
        Judgement judgement = judge(entry.getKey(), entry.getValue());
        if (judgement.verdict() == Verdict.FAIL
            && judgement.samples() >= abort.get().samples()
            && !GrowingFigure.mayReachItsBound(judgement, timeline.elapsed(), now, late)) {
          return Optional.of(judgement);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isDue(Threshold threshold, Abort abort, List<Phase> now) {
    Duration start = new Times(threshold.scope(), now).start();
    return timeline.elapsed().compareTo(start.plus(abort.grace())) >= 0;
  }

  private Judgement judge(Threshold threshold, Probe probe) {
    Judgement now = endOfLoad.judgement(threshold).orElseGet(() -> asOfNow(threshold, probe));
    return breach.filter(b -> b.threshold().equals(threshold)).map(b -> ended(b, now)).orElse(now);
  }

  /**
   * A breach that ended the run: as of the run's end where it is still one, or else with what its
   * figure was then.
   */
  private Judgement ended(Judgement breach, Judgement after) {
    String ended = ENDED_THE_RUN + Quantity.clock(breachAt);
    if (after.verdict() == Verdict.FAIL) {
      return with(after, Stream.of(after.detail(), ended));
    }
    return with(
        breach,
        Stream.of(
            breach.detail(),
            ended,
            "at its end it was "
                + after.actualText()
                + " of "
                + after.samplesText()
                + (after.detail().isEmpty() ? "" : ", " + after.detail())));
  }

  private static Judgement with(Judgement judgement, Stream<String> details) {
    return new Judgement(
        judgement.threshold(),
        judgement.verdict(),
        judgement.actual(),
        judgement.samples(),
        details.filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")),
        judgement.moment(),
        judgement.uncertainty(),
        judgement.asMeasured());
  }

  private Judgement asOfNow(Threshold threshold, Probe probe) {
    Reading reading = probe.read(timeline);
    Verdict verdict = reading.verdict(threshold.condition());
    Reading told = verdict == Verdict.FAIL ? reading.and(whyImplied(threshold)) : reading;
    Judgement judgement =
        new Judgement(
            threshold,
            verdict,
            told.value(),
            told.samples(),
            told.detail(),
            told.moment(),
            told.uncertainty(),
            Optional.empty());
    return verdict == Verdict.INVALID ? judgement.undecided() : judgement;
  }

  /** Empty of a threshold that somebody has written, and of one on a difference. */
  private static String whyImplied(Threshold threshold) {
    if (!threshold.implied() || threshold.measure() instanceof WorseThanA) {
      return "";
    }
    boolean isOfA = threshold.scope().flow().filter(Variant.A.name()::equals).isPresent();
    return isOfA ? IMPLIED_OF_A : IMPLIED;
  }

  /**
   * How much of a scope's time lies before {@code elapsed}. Throughput is requests by this time.
   */
  public static Duration lengthOf(Scope scope, List<Phase> phases, Duration elapsed) {
    return new Times(scope, phases).before(elapsed);
  }
}
