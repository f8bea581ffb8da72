package dev.onrush.internal.verdict.probe;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A probe of each request; its reading is that of the worst request. */
public final class EachRequestProbe implements Probe {

  private final Threshold threshold;
  private final ProbeFactory made;
  private final List<String> planned;
  private final Map<String, Probe> probes = new TreeMap<>();

  /**
   * A probe of all requests, each for itself.
   *
   * @param planned names of requests that there ought to be
   */
  public EachRequestProbe(Threshold threshold, ProbeFactory made, List<String> planned) {
    this.threshold = threshold;
    this.made = made;
    this.planned = planned;
  }

  @Override
  public void add(Interval interval, Row row) {
    for (Series series : interval.tallies().keySet()) {
      if (series.kind() == Kind.REQUEST) {
        probes.computeIfAbsent(
            series.name(),
            name -> made.of(threshold.measure().ofRequest(name), threshold.condition()));
      }
    }
    probes.values().forEach(probe -> probe.add(interval, row));
  }

  @Override
  public Reading read(Timeline timeline) {
    Condition condition = threshold.condition();
    String worst = "";
    Reading found = Reading.none(0, "");
    long samples = 0;
    boolean broken = false;
    WorstRange range = new WorstRange(condition);
    String missing =
        planned.stream()
            .filter(name -> probes.keySet().stream().noneMatch(new Request(name)::matches))
            .findFirst()
            .orElse("");
    for (Map.Entry<String, Probe> entry : probes.entrySet()) {
      Reading reading = entry.getValue().read(timeline);
      long before = samples;
      samples += reading.samples();
      OptionalDouble value = reading.value();
      Verdict verdict = reading.verdict(condition);
      broken |= verdict == Verdict.FAIL;
      if (verdict == Verdict.NO_DATA) {
        if (samples == before && !isPlanned(entry.getKey())) {
          continue; // a function of the script that threw, which no request is expected of
        }
        String why = reading.detail().isEmpty() ? "" : ": " + reading.detail();
        missing = missing.isEmpty() ? entry.getKey() + why : missing;
        continue;
      }
      range.add(reading.uncertainty());
      if (found.value().isEmpty()
          || condition.badness(value.getAsDouble())
              > condition.badness(found.value().getAsDouble())) {
        found = reading;
        worst = entry.getKey();
      }
    }
    if (!missing.isEmpty() && !broken) {
      return Reading.none(samples, "no data of " + missing);
    }
    String detail = found.detail().isEmpty() ? worst : worst + ", " + found.detail();
    return new Reading(found.value(), samples, detail, found.moment()).within(range.get());
  }

  private boolean isPlanned(String path) {
    return planned.stream().anyMatch(name -> new Request(name).matches(path));
  }
}
