package dev.onrush.internal.verdict.generator;

import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.RunFlow;
import dev.onrush.result.GeneratorFinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The check whether the users of one flow came. */
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
   * Takes the row that follows.
   *
   * @param load that the flow follows, as far as is known by the end of the row
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

  /** Takes a row that comes when the load has been ended: those who began in it were due before. */
  void addLate(Row row) {
    arrivals.addLate(row.arrived(flow));
  }

  /**
   * The findings of all rows so far.
   *
   * @param load that the flow was to follow in their time
   * @param late how long before the end of the last row a user was due who may yet be known
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
