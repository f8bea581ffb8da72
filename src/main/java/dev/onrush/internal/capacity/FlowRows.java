package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.RunFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The requests and users of each flow of a run, interval by interval: as measured, and without what
 * may be the generator's own share.
 */
final class FlowRows {

  /** Tolerance at both ends, because intervals do not begin and end exactly with the phases. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private record OfFlow(List<Row> measured, List<Row> withoutOwnShare) {
    OfFlow() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Map<Optional<RunFlow>, OfFlow> rows = new LinkedHashMap<>();

  FlowRows(List<FlowLoad> flows) {
    flows.forEach(load -> rows.put(load.flow(), new OfFlow()));
  }

  /** Adds the next interval. */
  void add(Interval interval) {
    rows.forEach(
        (flow, of) -> {
          Predicate<String> isOfFlow = name -> flow.map(f -> f.has(name)).orElse(true);
          Row row = Row.ofRequests(interval, isOfFlow);
          Selection requests = Row.requests(interval, isOfFlow);
          of.measured.add(row);
          of.withoutOwnShare.add(requests.isLeastKnown() ? row.withoutOwnShare(requests) : row);
        });
  }

  /** The flows, in order. */
  Set<Optional<RunFlow>> flows() {
    return rows.keySet();
  }

  /** The rows of one flow without what may be the generator's own share, in order. */
  List<Row> withoutOwnShare(Optional<RunFlow> flow) {
    return rows.getOrDefault(flow, new OfFlow()).withoutOwnShare;
  }

  /** The rows of one flow, in order. */
  List<Row> of(Optional<RunFlow> flow) {
    return rows.getOrDefault(flow, new OfFlow()).measured;
  }

  /** The rows of one flow between two moments. */
  List<Row> within(Optional<RunFlow> flow, Duration from, Duration to) {
    return within(of(flow), from, to);
  }

  /** The rows that lie between two moments. */
  static List<Row> within(List<Row> rows, Duration from, Duration to) {
    return rows.stream()
        .filter(row -> row.start().plus(SLACK).compareTo(from) >= 0)
        .filter(row -> row.end().minus(SLACK).compareTo(to) <= 0)
        .toList();
  }
}
