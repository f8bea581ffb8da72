package dev.onrush.internal.capacity;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.result.CapacityResult;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The result of a capacity search. The capacity is the highest load that held. The breaking point
 * is the lowest load that broke. The distance between the two is the precision of the capacity.
 *
 * @param flow the flow whose load was searched; empty if the run has only one
 * @param beside the other flows with the levels that they held: {@code Clerks at 40 users}
 * @param ending why the search ended
 * @param detail the cause of the end, in words; empty if there is nothing to add
 * @param probes in order
 */
public record SearchResult(
    CapacitySearch asked,
    Optional<String> flow,
    List<String> beside,
    SearchEnd ending,
    String detail,
    List<ProbeResult> probes)
    implements CapacityResult {

  private static final double CLIMBS = 2;

  /**
   * One microsecond, in milliseconds: the shortest time on the logarithmic axis, as zero has no
   * logarithm.
   */
  private static final double LEAST = 0.001;

  public SearchResult {
    beside = List.copyOf(beside);
    probes = List.copyOf(probes);
  }

  /** The capacity: the highest load that held below all loads that broke. */
  @Override
  public OptionalDouble proven() {
    return search().held();
  }

  /** The lowest load that broke. */
  @Override
  public OptionalDouble breakingPoint() {
    return search().broke();
  }

  /**
   * The load from which p95 climbs, found by {@link Kneedle}; empty if p95 does not at least
   * double. If a level was tried more than once, the mean of its p95 counts. The knee is sought on
   * a logarithmic axis, because response times under overload are longer by orders of magnitude and
   * would flatten the rest of the curve.
   */
  @Override
  public OptionalDouble knee() {
    TreeMap<Double, List<Double>> times = new TreeMap<>();
    for (ProbeResult probe : probes) {
      if (probe.outcome().isMeasured()) {
        probe
            .p95()
            .ifPresent(p -> times.computeIfAbsent(probe.level(), l -> new ArrayList<>()).add(p));
      }
    }
    double[] levels = times.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] p95 =
        times.values().stream()
            .mapToDouble(
                all -> all.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
            .toArray();
    double low = Arrays.stream(p95).min().orElse(0);
    if (Arrays.stream(p95).max().orElse(0) < CLIMBS * low) {
      return OptionalDouble.empty(); // differences by chance are not a climb
    }
    return Kneedle.of(levels, Arrays.stream(p95).map(p -> Math.log(Math.max(p, LEAST))).toArray())
        .stream()
        .mapToDouble(i -> levels[i])
        .findFirst();
  }

  /** The first probe that broke at the breaking point. */
  public Optional<ProbeResult> broken() {
    return first(breakingPoint(), LevelOutcome.BROKE);
  }

  /** The threshold that was broken first at the breaking point, in words. */
  public Optional<String> brokeFirst() {
    return broken().map(ProbeResult::why);
  }

  /** The first probe that held at the capacity. */
  public Optional<ProbeResult> held() {
    return first(proven(), LevelOutcome.HELD);
  }

  private Optional<ProbeResult> first(OptionalDouble level, LevelOutcome outcome) {
    return probes.stream()
        .filter(probe -> level.equals(OptionalDouble.of(probe.level())))
        .filter(probe -> probe.outcome() == outcome)
        .findFirst();
  }

  /**
   * The capacity in words, such as {@code 600/s}, {@code at least 2000/s in flow Labs} or {@code
   * none}.
   */
  public String figure() {
    if (proven().isEmpty()) {
      return "none" + inFlow();
    }
    String figure = asked.text(proven().getAsDouble()) + inFlow();
    return breakingPoint().isEmpty() ? "at least " + figure : figure;
  }

  private String inFlow() {
    return flow.map(name -> " in flow " + name).orElse("");
  }

  /** The result in one sentence. */
  @Override
  public String sentence() {
    StringBuilder text = new StringBuilder();
    if (ending == SearchEnd.GENERATOR) {
      text.append(disturbed()).append(isUndecided() ? "; " : " (" + detail + "); ");
    } else if (ending == SearchEnd.STEERED || ending == SearchEnd.NO_DATA) {
      text.append(detail).append("; ");
    }
    Search search = search();
    if (proven().isEmpty()) {
      text.append(
          breakingPoint().isPresent()
              ? "no load held" + inFlow() + ": " + breaking(search)
              : "no load was proven to hold" + inFlow());
    } else {
      double held = proven().getAsDouble();
      text.append("capacity ").append(figure()).append(", which held ");
      text.append(times(search.timesHeld(held)));
      if (breakingPoint().isPresent()) {
        text.append("; ").append(breaking(search));
      } else if (ending == SearchEnd.HELD_ALL) {
        text.append(", the highest load allowed");
      }
    }
    if (ending == SearchEnd.NOT_RECOVERED
        || ending == SearchEnd.OUT_OF_PROBES
        || ending == SearchEnd.UNFINISHED) {
      text.append("; ").append(detail);
    }
    return text.toString();
  }

  /**
   * Whether the generator did not fall behind, but may have decided whether the last probe held.
   */
  private boolean isUndecided() {
    return probes.get(probes.size() - 1).undecided().isPresent();
  }

  /** What ended a search whose generator disturbed two probes at one level. */
  private String disturbed() {
    String level = asked.text(probes.get(probes.size() - 1).level());
    return isUndecided()
        ? "because of the generator, it was uncertain twice whether " + level + " held"
        : "the generator was the bottleneck at " + level;
  }

  private String breaking(Search search) {
    double broke = breakingPoint().orElseThrow();
    return asked.text(broke)
        + " broke"
        + (search.timesBroke(broke) > 1 ? " " + times(search.timesBroke(broke)) : "")
        + brokeFirst().map(first -> ": " + first).orElse("");
  }

  private static String times(int number) {
    return number == 1 ? "once" : number == 2 ? "twice" : number + " times";
  }

  /** The meaning of a probe for the result, such as "capacity"; empty for most probes. */
  public String note(ProbeResult probe) {
    double level = probe.level();
    List<String> notes = new ArrayList<>();
    if (probe.outcome().isMeasured() && knee().equals(OptionalDouble.of(level))) {
      notes.add("knee");
    }
    // Another probe of a deciding level may have had another outcome.
    if (probe.outcome() == LevelOutcome.HELD && proven().equals(OptionalDouble.of(level))) {
      notes.add("capacity");
    }
    if (probe.outcome() == LevelOutcome.BROKE && breakingPoint().equals(OptionalDouble.of(level))) {
      notes.add("breaking point");
    }
    return String.join(", ", notes);
  }

  /**
   * Returns the judgements of the plan's thresholds. A threshold on the capacity is judged by the
   * proven load. All other thresholds have the judgement of the last probe at the capacity or, if
   * no load held, of the first probe that broke; if that probe broke because a flow was not
   * answered, no threshold passes. After a search that ended without data, they have the judgement
   * of its last probe.
   */
  public List<Judgement> judgements(List<Threshold> thresholds) {
    Optional<ProbeResult> representative = representative();
    return thresholds.stream().map(threshold -> judged(threshold, representative)).toList();
  }

  private Optional<ProbeResult> representative() {
    if (ending == SearchEnd.NO_DATA) {
      return Optional.of(probes.get(probes.size() - 1));
    }
    return probes.stream()
        .filter(
            p ->
                proven().isPresent()
                    ? p.level() == proven().getAsDouble() && p.outcome() == LevelOutcome.HELD
                    : p.outcome() == LevelOutcome.BROKE)
        .reduce((first, second) -> proven().isPresent() ? second : first)
        .or(() -> probes.stream().findFirst());
  }

  private Judgement judged(Threshold threshold, Optional<ProbeResult> representative) {
    Judgement judgement =
        threshold.measure() instanceof Capacity
            ? required(threshold)
            : representative.map(probe -> of(threshold, probe)).orElse(nothing(threshold));
    return switch (ending) {
      case GENERATOR ->
          judgement.untrusted(isUndecided() ? disturbed() : disturbed() + ": " + detail);
      case STEERED -> judgement.withoutData(detail);
      case NO_DATA ->
          threshold.measure() instanceof Capacity ? judgement.withoutData(detail) : judgement;
      default -> judgement;
    };
  }

  private Judgement of(Threshold threshold, ProbeResult probe) {
    return probe.judgements().stream()
        .filter(j -> j.threshold().equals(threshold))
        .findFirst()
        .map(j -> j.verdict() == Verdict.PASS && probe.isSilent() ? j.withoutData(probe.why()) : j)
        .map(
            j ->
                new Judgement(
                    threshold,
                    j.verdict(),
                    j.actual(),
                    j.samples(),
                    "at "
                        + asked.text(probe.level())
                        + (j.detail().isEmpty() ? "" : ", " + j.detail()),
                    j.moment(),
                    j.uncertainty(),
                    j.asMeasured()))
        .orElse(nothing(threshold));
  }

  /**
   * Judges a threshold on the capacity. Without a proven load, the capacity is 0, which is below
   * any requirement.
   */
  private Judgement required(Threshold threshold) {
    if (proven().isEmpty() && breakingPoint().isEmpty()) {
      return nothing(threshold);
    }
    double proven = proven().orElse(0);
    return new Judgement(
        threshold,
        threshold.condition().holds(proven) ? Verdict.PASS : Verdict.FAIL,
        OptionalDouble.of(proven),
        probes.size(),
        breakingPoint().isPresent()
            ? asked.text(breakingPoint().getAsDouble()) + " broke"
            : "nothing broke",
        Optional.empty());
  }

  private static Judgement nothing(Threshold threshold) {
    return new Judgement(
        threshold, Verdict.NO_DATA, OptionalDouble.empty(), 0, "", Optional.empty());
  }

  private Search search() {
    return new Search(
        asked, probes.stream().map(p -> new ProbeOutcome(p.level(), p.outcome())).toList());
  }
}
