package dev.onrush.internal.capacity;

import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.control.SteeringInterventions;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.RunFlow;
import dev.onrush.profile.Stage;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The controller of a run that searches for its capacity. It receives each interval and each
 * profile segment of the run, and chooses the next segment. If a reader of the run's log passes it
 * the same intervals and segments, it gives the same result.
 */
public final class CapacityController {

  private final SearchedFlow searched;
  private final CapacitySearch asked;
  private final List<FlowLoad> openings;
  private final List<Threshold> thresholds;
  private final ProbeRun.Terms terms;
  private final GeneratorLimits limits;
  private final FlowRows flowRows;
  private final List<ProbeRun> probeRuns = new ArrayList<>();
  private EffectiveLoad effective;
  private boolean ended;

  /** Whether the service had recovered when the search ended. */
  private boolean recovered;

  /**
   * Creates the controller of one run.
   *
   * @param openings the load of each flow up to the end of the first probe
   * @param thresholds the thresholds of the plan
   * @param requests the requests that the plan is known to contain
   */
  public CapacityController(
      SearchedFlow searched,
      List<FlowLoad> openings,
      List<Threshold> thresholds,
      PlannedRequests requests,
      GeneratorLimits limits) {
    this.searched = searched;
    this.asked = searched.asked();
    this.openings = List.copyOf(openings);
    this.thresholds = List.copyOf(thresholds);
    this.terms =
        new ProbeRun.Terms(
            searched.flow(),
            thresholds.stream().filter(t -> !(t.measure() instanceof Capacity)).toList(),
            requests);
    this.limits = limits;
    this.flowRows = new FlowRows(openings);
    this.effective = opening();
    begin(asked.first());
  }

  /** The load of a run at its start. */
  public EffectiveLoad opening() {
    return EffectiveLoad.opening(openings, searched.name());
  }

  private void begin(double level) {
    probeRuns.add(new ProbeRun(probeRuns.size() + 1, level, terms, effective.flows()));
  }

  private ProbeRun current() {
    return probeRuns.get(probeRuns.size() - 1);
  }

  /** Adds the next interval. A late response counts for the probe that sent its request. */
  public void add(Interval interval) {
    flowRows.add(interval);
    probeRuns.forEach(probeRun -> probeRun.add(interval));
  }

  /** Applies the profile segment that the run follows from now on. */
  public void follow(ProfileSegment segment) {
    effective = effective.with(segment);
    if (segment.isEnd()) {
      ended = true;
      recovered = hasRecovered(segment.at());
    } else if (segment.stages().get(0).phase().equals("rest " + current().number())) {
      current().follow(effective.flows());
    } else {
      current().discardIntervals();
      begin(segment.stages().get(segment.stages().size() - 2).to());
    }
  }

  /**
   * Returns the next profile segment; empty if the run is not due for one.
   *
   * @param timeline the timeline of the run
   * @param now since the run's start
   */
  public Optional<ProfileSegment> next(Timeline timeline, Duration now) {
    if (ended) {
      return Optional.empty();
    }
    ProbeRun probeRun = current();
    int number = probeRun.number();
    if (now.compareTo(probeRun.hold().end()) < 0) {
      return probeRun.isHopeless(now)
          ? Optional.of(
              new ProfileSegment(now, asked.rest(number), "probe " + number + " is cut short"))
          : Optional.empty();
    }
    List<Row> rows = timeline.rows();
    boolean late = now.compareTo(probeRun.hold().end().plus(asked.rest())) >= 0;
    if (!late && !(isCalm(now) && usersHaveGone(now))) {
      return Optional.empty();
    }
    ProbeResult result = result(probeRun, rows, effective.flows());
    String why =
        "probe "
            + number
            + " at "
            + asked.text(result.level())
            + ": "
            + result.outcome()
            + (result.why().isEmpty() ? "" : ", " + result.why());
    Search.Next next = search(results(rows, effective.flows())).next();
    if (next instanceof Search.Done) {
      return Optional.of(new ProfileSegment(now, List.of(), why));
    }
    if (!hasRecovered(now)) {
      return Optional.of(new ProfileSegment(now, List.of(), why + "; the service did not recover"));
    }
    return Optional.of(
        new ProfileSegment(now, asked.probe(number + 1, ((Search.Probe) next).level()), why));
  }

  /**
   * The judgements of all thresholds in the current probe, or in the last one if none is running.
   */
  public List<Judgement> judgements(Timeline timeline) {
    List<Judgement> now = current().judgements();
    List<Judgement> all = new ArrayList<>();
    List<Judgement> of =
        searchResult(timeline, effective.flows(), List.of()).judgements(thresholds);
    for (Judgement judgement : of) {
      all.add(
          now.stream()
              .filter(j -> j.threshold().equals(judgement.threshold()))
              .findFirst()
              .orElse(judgement));
    }
    return all;
  }

  /** Whether the search has ended. */
  public boolean isOver() {
    return ended;
  }

  /**
   * Returns the result so far. A probe that was not over at the first change of the load by hand is
   * left out, because its level may not have been held.
   *
   * @param timeline the timeline of the run
   * @param followed the load of each flow that the run has followed
   * @param interventions changes of the run by hand; after the first one, no threshold has data
   */
  public SearchResult searchResult(
      Timeline timeline, List<FlowLoad> followed, List<Intervention> interventions) {
    Optional<Intervention> steered = SteeringInterventions.first(interventions);
    List<ProbeResult> probes =
        results(timeline.rows(), followed).stream()
            .filter(probe -> steered.filter(i -> i.at().compareTo(probe.end()) < 0).isEmpty())
            .toList();
    SearchEnd ending = steered.isPresent() ? SearchEnd.STEERED : ending(probes);
    String last = probes.isEmpty() ? "" : probes.get(probes.size() - 1).why();
    String detail =
        switch (ending) {
          case FOUND, HELD_ALL, BROKE_AT_ONCE -> "";
          case GENERATOR -> disturbance(probes.get(probes.size() - 1));
          case NO_DATA -> last;
          case NOT_RECOVERED ->
              "the service did not recover within "
                  + Quantity.duration(asked.rest())
                  + ", so the search ended there";
          case OUT_OF_PROBES ->
              "the limit of "
                  + Quantity.count(asked.probes(), "probe")
                  + " was reached before the result was certain";
          case STEERED ->
              "the run was steered by hand at "
                  + Quantity.clock(steered.orElseThrow().at())
                  + " ("
                  + steered.orElseThrow().by()
                  + ")";
          case UNFINISHED -> "the run ended before the search did";
        };
    return new SearchResult(asked, searched.name(), beside(), ending, detail, probes);
  }

  /** How the generator disturbed a probe. */
  private String disturbance(ProbeResult probe) {
    return probe
        .undecided()
        // without its verdict if the figure could be trusted, which is not that of the search
        .map(j -> "at " + asked.text(probe.level()) + ", " + j.withoutData(j.detail()).finding())
        .orElse(probe.why());
  }

  private SearchEnd ending(List<ProbeResult> probes) {
    if (!ended) {
      return SearchEnd.UNFINISHED;
    }
    if (search(probes).next() instanceof Search.Done done) {
      return done.ending();
    }
    return recovered
        ? SearchEnd.UNFINISHED // a late response changed the outcome of a probe
        : SearchEnd.NOT_RECOVERED;
  }

  /** The results of the probes whose hold is over. */
  private List<ProbeResult> results(List<Row> rows, List<FlowLoad> flows) {
    Duration elapsed = rows.isEmpty() ? Duration.ZERO : rows.get(rows.size() - 1).end();
    return probeRuns.stream()
        .filter(s -> s.hold().end().compareTo(elapsed) <= 0)
        .map(s -> result(s, rows, flows))
        .toList();
  }

  private ProbeResult result(ProbeRun of, List<Row> rows, List<FlowLoad> flows) {
    Optional<String> silence =
        flows.stream()
            .filter(load -> isSilent(of, load.flow()))
            .findFirst()
            .map(CapacityController::silence);
    return of.result(rows, flowRows, flows, limits, silence);
  }

  /** Describes a flow without answers, such as {@code no request of flow Clerks was answered}. */
  private static String silence(FlowLoad load) {
    return "no request" + load.name().map(name -> " of flow " + name).orElse("") + " was answered";
  }

  /**
   * Whether a flow was answered in an earlier probe, but not in this one. A flow other than the
   * searched one may send so rarely that a probe contains none of its requests by chance.
   */
  private boolean isSilent(ProbeRun at, Optional<RunFlow> flow) {
    return !at.isAnswered(flow)
        && probeRuns.stream().anyMatch(one -> one.number() < at.number() && one.isAnswered(flow))
        && (flow.equals(searched.flow())
            || recoveryCheck(flow).isSilence(at.hold().duration().toSeconds()));
  }

  private Search search(List<ProbeResult> probes) {
    return new Search(
        asked, probes.stream().map(p -> new ProbeOutcome(p.level(), p.outcome())).toList());
  }

  /** The other flows with the levels that they hold, such as {@code Clerks at 40 users}. */
  private List<String> beside() {
    return openings.stream()
        .filter(load -> !load.flow().equals(searched.flow()))
        .map(load -> load.name().orElse("") + " at " + load.profile().unit().text(lastLevel(load)))
        .toList();
  }

  private static double lastLevel(FlowLoad load) {
    List<Stage> stages = load.profile().stages();
    return stages.get(stages.size() - 1).to();
  }

  /** Whether each flow is answered again as it was at the first level. */
  private boolean isCalm(Duration until) {
    return flowRows.flows().stream()
        .allMatch(flow -> recoveryCheck(flow).hasRecovered(resting(flowRows.of(flow), until)));
  }

  /**
   * Whether each flow may be answered again as it was at the first level. What may be the
   * generator's own share is not attributed to the service.
   */
  private boolean hasRecovered(Duration until) {
    return flowRows.flows().stream()
        .allMatch(
            flow ->
                recoveryCheck(flow).hasRecovered(resting(flowRows.withoutOwnShare(flow), until)));
  }

  private boolean usersHaveGone(Duration until) {
    return flowRows.flows().stream()
        .allMatch(flow -> recoveryCheck(flow).usersHaveGone(resting(flowRows.of(flow), until)));
  }

  private RecoveryCheck recoveryCheck(Optional<RunFlow> flow) {
    return RecoveryCheck.ofFirstLevel(
        probeRuns.stream()
            .filter(s -> s.level() == asked.first())
            .flatMap(s -> flowRows.within(flow, s.hold().start(), s.hold().end()).stream())
            .toList());
  }

  /** The rows of the current rest. */
  private List<Row> resting(List<Row> rows, Duration until) {
    Duration from = current().hold().end();
    return rows.stream()
        .filter(row -> row.start().compareTo(from) >= 0 && row.end().compareTo(until) <= 0)
        .toList();
  }
}
