package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.GeneratorFinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The check whether the planned users of one flow were present. */
final class FlowHealth {

  private final Optional<RunFlow> flow;
  private final MissingUsersRule users;
  private final MissingArrivalsRule arrivals;

  FlowHealth(Optional<RunFlow> flow, GeneratorLimits limits) {
    this.flow = flow;
    this.users = new MissingUsersRule(limits);
    this.arrivals = new MissingArrivalsRule(limits);
  }

  /**
   * Adds the next row.
   *
   * @param load the load that the flow follows, as far as it is known at the end of the row
   */
  void add(Row row, FlowLoad load) {
    load.profile()
        .match(
            closed -> {
              users.add(row, row.active(flow), closed);
              return 0;
            },
            open -> {
              arrivals.add(row, row.arrived(flow));
              return 0;
            });
  }

  /** Adds a row after the end of the load; users who started in it were due before. */
  void addLate(Row row) {
    arrivals.addLate(row.arrived(flow));
  }

  /**
   * Returns the findings of all rows so far.
   *
   * @param load the load that the flow was to follow in their time
   * @param late the time before the end of the last row in which users may have started who are not
   *     reported yet
   */
  List<GeneratorFinding> findings(FlowLoad load, Duration late) {
    return load
        .profile()
        .match(closed -> users.findings(), open -> arrivals.finding(open, late).stream().toList())
        .stream()
        .map(this::named)
        .toList();
  }

  private GeneratorFinding named(GeneratorFinding finding) {
    return flow.isEmpty()
        ? finding
        : new GeneratorFinding(
            "flow " + flow.get().name() + ": " + finding.text(),
            finding.from(),
            finding.to(),
            finding.effect());
  }
}
