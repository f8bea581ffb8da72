package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.live.ThresholdProgress.State;
import dev.onrush.internal.live.dashboard.Breaches.Broken;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.page.PhaseTimes;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.page.RunTables;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.page.ThresholdRow;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.WallClock;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds the content of the page as JSON, from the same intervals and with the same code as
 * report.html. Used by one thread.
 */
final class View {

  private final RunOverTime overTime = new RunOverTime();
  private final Timeline timeline = new Timeline();
  private final Breaches breaches = new Breaches();
  private @Nullable RunStatus moment;
  private @Nullable RunRecord result;
  private Optional<String> report = Optional.empty();
  private String folder = "";

  /** Adds the next interval and the status after it. */
  void add(Interval interval, RunStatus after) {
    overTime.add(interval);
    timeline.add(interval);
    breaches.add(after.judgements(), after.elapsed(), after.info().phases());
    take(after);
  }

  /**
   * Adds the end of the run.
   *
   * @param address the address of the report, if it can be opened here
   * @param where the folder that everything was written to
   */
  void end(RunRecord ended, Optional<String> address, String where) {
    result = ended;
    take(RunStatus.of(ended));
    report = address;
    folder = where;
  }

  private void take(RunStatus now) {
    moment = now;
    timeline.endLoad(now.endOfLoad());
  }

  /** Returns everything that the page shows; empty before the first interval. */
  ObjectNode write() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    RunStatus now = moment;
    if (now == null) {
      return data;
    }
    data.put("plan", Texts.shown(now.info().plan()));
    data.put("simulation", Texts.shown(now.info().simulation()));
    data.put("target", Texts.shown(now.info().facts().getOrDefault("target", "")));
    state(data, now);
    progress(data.putObject("progress"), now);
    new SteeringControls(now, result != null).write(data);
    new FigureTiles(data.putArray("tiles"), now, timeline, result != null).write();
    data.put("length", now.elapsed().toMillis());
    PhaseTimes.write(data.putArray("phases"), now.info().phases(), now.elapsed());
    ArrayNode thresholds = data.putArray("thresholds");
    now.judgements().forEach(j -> threshold(thresholds.addObject(), j, now));
    broken(data.putArray("broken"));
    events(data.putArray("events"), now);
    tables(data, now);
    RunTables.errors(data, timeline);
    ObjectNode generator = data.putObject("generator");
    now.findings().forEach(generator.putArray("findings")::add);
    ObjectNode limits = generator.putObject("limits");
    now.info().limits().texts().forEach(limits::put);
    overTime.write(data.putObject("time"), now.info().flows());
    return data;
  }

  private void state(ObjectNode data, RunStatus now) {
    RunRecord ended = result;
    data.put("state", ended != null ? "over" : now.paused() ? "paused" : "running");
    data.put(
        "verdict", ended != null ? ended.verdict().name() : now.paused() ? "PAUSED" : "RUNNING");
    data.put("reason", Texts.shown(ended == null ? now.reason() : ended.reason()));
    if (ended != null) {
      data.put("folder", folder);
      report.ifPresent(address -> data.put("report", address));
    }
  }

  /**
   * Writes a threshold. During the run, a count that has yet to grow to its bound has not failed,
   * and a phase that has not begun has no data yet.
   */
  private void threshold(ObjectNode node, Judgement judgement, RunStatus now) {
    ThresholdRow.write(node, judgement, now.info().phases(), now.elapsed());
    State state = now.state(judgement);
    if (result == null && state == State.NOT_YET) {
      node.put("status", "NOT_YET").put("said", state.toString());
    }
    if (result == null && state == State.NO_DATA) {
      node.put("said", state.toString());
      now.begin(judgement).ifPresent(at -> node.put("detail", "begins at " + Quantity.clock(at)));
    }
  }

  private void broken(ArrayNode array) {
    if (result != null) {
      return;
    }
    for (Broken of : breaches.now()) {
      array
          .addObject()
          .put("name", Texts.shown(of.judgement().threshold().toString()))
          .put("text", Texts.shown(of.judgement().finding()))
          .put("warning", of.judgement().warns())
          .put("since", Quantity.clock(of.since()));
    }
  }

  private void progress(ObjectNode node, RunStatus now) {
    node.put("phase", Texts.shown(now.phase()));
    node.put("clock", Quantity.clock(now.elapsed()));
    now.info()
        .planned()
        .ifPresent(
            planned -> {
              Duration left = planned.minus(now.elapsed());
              node.put("planned", Quantity.clock(planned));
              node.put("share", share(now.elapsed(), planned));
              node.put("left", left.isNegative() ? "" : Quantity.countdown(left));
            });
  }

  private static double share(Duration elapsed, Duration planned) {
    return Math.min(1, Math.round(1e4 * elapsed.toNanos() / planned.toNanos()) / 1e4);
  }

  /** Writes interventions and broken thresholds, in order. */
  private void events(ArrayNode array, RunStatus now) {
    List<Breaches.Moment> broke = breaches.moments();
    List<Breaches.Moment> all = new ArrayList<>(broke);
    for (Intervention of : now.interventions()) {
      all.add(
          new Breaches.Moment(
              of.at(), InterventionText.done(of, now.info().flows()) + " (" + of.by() + ")"));
    }
    all.sort(Comparator.comparing(Breaches.Moment::at));
    for (Breaches.Moment moment : all) {
      array
          .addObject()
          .put("at", moment.at().toMillis())
          .put("clock", Quantity.clock(moment.at()))
          .put("wall", WallClock.of(now.info().started(), moment.at()))
          .put("breach", broke.contains(moment))
          .put("text", Texts.shown(moment.text()));
    }
  }

  private Lines lines(RunStatus now) {
    return new Lines(timeline, now.info().phases());
  }

  private void tables(ObjectNode data, RunStatus now) {
    Line.COLUMNS.forEach(data.putArray("columns")::add);
    ObjectNode tables = data.putObject("tables");
    Lines lines = lines(now);
    ArrayNode requests = tables.putArray("requests");
    lines.requests().forEach(line -> RunTables.line(requests, line));
    RunTables.line(tables.putArray("all"), lines.total());
    ArrayNode groups = tables.putArray("groups");
    lines.groups().forEach(line -> RunTables.line(groups, line));
    ArrayNode userClasses = tables.putArray("userClasses");
    lines.userClasses().forEach(line -> RunTables.line(userClasses, line));
    lines.flows().forEach(line -> RunTables.line(tables.withArray("flows"), line));
  }
}
