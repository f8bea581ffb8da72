package dev.onrush.verdict;

import dev.onrush.metrics.Timeline;
import dev.onrush.metrics.Timeline.Selection;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Statistic;
import dev.onrush.plan.Statistic.ResponseTime;
import dev.onrush.plan.Statistic.Simple;
import dev.onrush.plan.Statistic.StatusCode;
import dev.onrush.plan.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Holds thresholds against a timeline. */
public final class Judge {

  private final List<Threshold> thresholds;
  private final List<Phase> phases;

  public Judge(List<Threshold> thresholds, List<Phase> phases) {
    this.thresholds = List.copyOf(thresholds);
    this.phases = List.copyOf(phases);
  }

  /** Every threshold judged, in order. */
  public List<Judgement> judge(Timeline timeline) {
    return thresholds.stream().map(threshold -> judge(threshold, timeline)).toList();
  }

  /** The worst of the judgements, warnings apart; NO_DATA if there is none. */
  public static Verdict worst(List<Judgement> judgements) {
    return judgements.stream()
        .filter(j -> !j.threshold().isWarning())
        .map(Judgement::verdict)
        .reduce(Verdict::and)
        .orElse(Verdict.NO_DATA);
  }

  /** The first breach that ends a run, if its grace time is over. */
  public Optional<Judgement> abort(Timeline timeline) {
    return thresholds.stream()
        .filter(t -> t.abortAfter().isPresent())
        .filter(t -> timeline.elapsed().compareTo(start(t).plus(t.abortAfter().get())) >= 0)
        .map(t -> judge(t, timeline))
        .filter(j -> j.verdict() == Verdict.FAIL)
        .findFirst();
  }

  private Judgement judge(Threshold threshold, Timeline timeline) {
    Selection selection = timeline.select(threshold.scope());
    OptionalDouble actual = actual(threshold, selection, timeline);
    if (actual.isEmpty()) {
      return new Judgement(threshold, Verdict.NO_DATA, actual, selection.requests());
    }
    Verdict verdict =
        threshold.condition().holds(actual.getAsDouble()) ? Verdict.PASS : Verdict.FAIL;
    return new Judgement(threshold, verdict, actual, selection.requests());
  }

  /** Empty where the scope saw no sample of this statistic. */
  private OptionalDouble actual(Threshold threshold, Selection selection, Timeline timeline) {
    if (selection.requests() == 0) {
      return OptionalDouble.empty();
    }
    Statistic statistic = threshold.statistic();
    if (statistic instanceof ResponseTime time) {
      var times = selection.all().times();
      return times.count() == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(times.at(time.percentile()));
    }
    if (statistic instanceof StatusCode status) {
      long count = selection.all().codes().getOrDefault(String.valueOf(status.code()), 0L);
      return OptionalDouble.of(
          status.share() ? 100.0 * count / selection.requests() : (double) count);
    }
    return switch ((Simple) statistic) {
      case MEAN -> ofTimes(selection, selection.all().times().mean());
      case MAX -> ofTimes(selection, selection.all().times().max());
      case ERROR_RATE -> OptionalDouble.of(selection.errorRate());
      case ERROR_COUNT -> OptionalDouble.of((double) selection.failures());
      case REQUEST_COUNT -> OptionalDouble.of((double) selection.requests());
      case THROUGHPUT -> throughput(threshold, selection, timeline);
      case RECOVERY ->
          Recovery.after(threshold.scope().phase().orElse(""), phases, timeline.rows());
    };
  }

  private static OptionalDouble ofTimes(Selection selection, double value) {
    return selection.all().times().count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private OptionalDouble throughput(Threshold threshold, Selection selection, Timeline timeline) {
    double seconds = length(threshold, timeline).toNanos() / 1e9;
    return seconds <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(selection.requests() / seconds);
  }

  /** As much of the scope's time as has been recorded. */
  private Duration length(Threshold threshold, Timeline timeline) {
    return lengthOf(threshold.scope().phase(), phases, timeline.elapsed());
  }

  /**
   * How much of a phase lies before {@code elapsed}; of the whole run, if no phase is given.
   * Throughput is requests by this time.
   */
  public static Duration lengthOf(Optional<String> phase, List<Phase> phases, Duration elapsed) {
    if (phase.isEmpty()) {
      return elapsed;
    }
    Duration start = startOf(phase.get(), phases);
    Duration end =
        phases.stream()
            .filter(p -> p.name().equals(phase.get()))
            .map(Phase::end)
            .findFirst()
            .filter(e -> e.compareTo(elapsed) < 0)
            .orElse(elapsed);
    return end.compareTo(start) <= 0 ? Duration.ZERO : end.minus(start);
  }

  private Duration start(Threshold threshold) {
    return threshold.scope().phase().map(p -> startOf(p, phases)).orElse(Duration.ZERO);
  }

  /** Wind-down, and whatever else has no time of its own, begins where the last phase ends. */
  private static Duration startOf(String phase, List<Phase> phases) {
    return phases.stream()
        .filter(p -> p.name().equals(phase))
        .map(Phase::start)
        .findFirst()
        .orElse(phases.isEmpty() ? Duration.ZERO : phases.get(phases.size() - 1).end());
  }
}
