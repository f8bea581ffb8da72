package dev.onrush.internal.verdict;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.probe.ComparisonBasis;
import dev.onrush.internal.verdict.probe.DuetProbe;
import dev.onrush.internal.verdict.probe.EachRequestProbe;
import dev.onrush.internal.verdict.probe.FigureProbe;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.internal.verdict.probe.Probe;
import dev.onrush.internal.verdict.probe.ProbeFactory;
import dev.onrush.internal.verdict.probe.Reading;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** Judges thresholds against a run, interval by interval. */
public final class Judge {

  /** Explains to users where a threshold comes from that they have not written. */
  private static final String IMPLIED =
      "the plan has no threshold on all errors; add one, or set onrush.impliedErrorRate";

  private static final String IMPLIED_OF_A =
      "if A fails, there is nothing to compare B with; fix A, or set onrush.impliedErrorRate";

  private final Map<Threshold, Probe> probes = new LinkedHashMap<>();

  /**
   * The probes of the service's own metrics, which cover the run from its start. So a ratio for a
   * request that first occurs late also has the earlier readings.
   */
  private final Map<Figure, Probe> service = new HashMap<>();

  private final List<String> requests;
  private final Optional<Baseline> baseline;
  private final Optional<Duet> duet;
  private final RunBlocks blocks;
  private final List<Phase> phases;
  private final Timeline timeline;
  private final EndOfLoad endOfLoad;
  private final EndingBreach breach;

  /** Whether a request was sent, or could not be sent. */
  private boolean hasRequests;

  /** Creates a judge of a run that is not compared with anything. */
  public Judge(List<Threshold> thresholds, List<Phase> phases, List<String> requests) {
    this(
        thresholds,
        phases,
        PlannedRequests.of(requests),
        ComparisonBasis.with(Optional.empty()),
        new Timeline());
  }

  /**
   * Creates a judge of one run that fills the given timeline.
   *
   * @param requests the requests that the plan is known to contain
   * @param compared the data that the run, or its target, is compared with
   * @param timeline the timeline to fill, without any interval yet
   */
  public Judge(
      List<Threshold> thresholds,
      List<Phase> phases,
      PlannedRequests requests,
      ComparisonBasis compared,
      Timeline timeline) {
    Optional<Baseline> baseline = compared.baseline();
    this.duet = compared.duet();
    this.timeline = timeline;
    this.endOfLoad = new EndOfLoad(timeline);
    this.breach = new EndingBreach(timeline);
    this.phases = List.copyOf(phases);
    this.requests = requests.names();
    this.baseline = baseline;
    this.blocks = RunBlocks.empty(baseline.map(Baseline::times).orElse(List.of()), phases);
    ProbeFactory made = new ProbeFactory(this.phases, compared, blocks, service);
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

  /** The phases of the plan, which its thresholds name. */
  public List<Phase> phases() {
    return phases;
  }

  /** The comparison of the run with its baseline, if it has one. */
  public Optional<RunComparison> comparison() {
    return baseline.map(b -> RunComparison.of(b.runs(), blocks));
  }

  /** The duet of the run, if it is one. */
  public Optional<Duet> duet() {
    return duet;
  }

  /**
   * Whether the run is to end now: each threshold on the difference of a duet is certain, and every
   * other threshold is kept so far. From then on the duet takes no more intervals, so that its
   * certainty does not change.
   */
  public boolean isCertain() {
    return duet.filter(Duet::isOver).isPresent();
  }

  private boolean isKept() {
    return soFar().stream()
        .filter(j -> !(j.threshold().measure() instanceof WorseThanA))
        .allMatch(j -> j.verdict() == Verdict.PASS);
  }

  /** Adds the next interval, and returns its row. */
  public Row add(Interval interval) {
    boolean loaded = endOfLoad.follow(interval, probes, this::asOfNow);
    Row row = timeline.add(interval);
    hasRequests |= row.requests() > 0 || row.failures() > 0;
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

  /** The timeline of all intervals so far. */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * Returns the judgements of all thresholds, in order. An implied threshold on errors is left out
   * if the plan is not known to contain a request, and there was none.
   */
  public List<Judgement> judge() {
    return probes.entrySet().stream()
        .map(e -> judge(e.getKey(), e.getValue()))
        .filter(this::isAsked)
        .toList();
  }

  /**
   * Whether a judgement is reported. An implied threshold without data may not be: a simulation may
   * record only its own metrics.
   */
  private boolean isAsked(Judgement judgement) {
    return !judgement.threshold().implied()
        || judgement.verdict() != Verdict.NO_DATA
        || hasRequests
        || !requests.isEmpty();
  }

  /**
   * Returns the judgements while the run is in progress. A threshold that is known only at the end
   * has no data yet: evaluating it each second would delay the run.
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

  /** The worst verdict of the judgements, except warnings; NO_DATA if there is none. */
  public static Verdict worst(List<Judgement> judgements) {
    return judgements.stream()
        .filter(j -> !j.threshold().isWarning())
        .map(Judgement::verdict)
        .reduce(Verdict::and)
        .orElse(Verdict.NO_DATA);
  }

  /**
   * Returns the breach that ends the run, once there is one. From then on it is the judgement of
   * its threshold: responses that arrive while the run ends can make it worse, but cannot undo it.
   *
   * @param now the phases as they are currently known
   * @param late how long after a phase its requests may be answered
   * @param trusted returns a judgement as INVALID if what the generator did may be its reason
   */
  public Optional<Judgement> abort(
      List<Phase> now, Duration late, UnaryOperator<Judgement> trusted) {
    if (breach.judgement().isEmpty()) {
      breach.find(probes, (threshold, probe) -> trusted.apply(judge(threshold, probe)), now, late);
    }
    return breach.judgement();
  }

  /** The breach that ended the run, if there was one. */
  public Optional<Judgement> breach() {
    return breach.judgement();
  }

  private Judgement judge(Threshold threshold, Probe probe) {
    Judgement now = endOfLoad.judgement(threshold).orElseGet(() -> asOfNow(threshold, probe));
    return breach.endedBy(threshold) ? breach.asOf(now) : now;
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

  /**
   * The origin of an implied threshold, in words; empty for a threshold that a user has written,
   * and for one on a difference.
   */
  private static String whyImplied(Threshold threshold) {
    if (!threshold.implied() || threshold.measure() instanceof WorseThanA) {
      return "";
    }
    boolean isOfA = threshold.scope().flow().filter(Variant.A.name()::equals).isPresent();
    return isOfA ? IMPLIED_OF_A : IMPLIED;
  }
}
