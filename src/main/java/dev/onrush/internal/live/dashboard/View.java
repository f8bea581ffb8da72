package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.live.ThresholdProgress.State;
import dev.onrush.internal.live.dashboard.Breaches.Broken;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.page.RunTables;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.WallClock;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.HeldLevel;
import dev.onrush.plan.LoadProfile.ArrivalRate;
import dev.onrush.plan.RunFlow;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds the content of the page as JSON, from the same intervals and with the same code as
 * report.html. Used by one thread.
 */
final class View {

  /** Levels are rounded to thousandths, as they are shown to a user who changes them. */
  private static final double THOUSANDTHS = 1000;

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
    control(data, now);
    tiles(data.putArray("tiles"), now);
    data.put("length", now.elapsed().toMillis());
    RunTables.phases(data.putArray("phases"), now.info().phases(), now.elapsed());
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
    RunTables.threshold(node, judgement, now.info().phases(), now.elapsed());
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

  /**
   * Writes the commands that are possible now; with several flows, the commands of each flow as
   * well.
   */
  private void control(ObjectNode data, RunStatus now) {
    List<FlowLoad> flows = now.info().flows();
    boolean goes = result == null;
    if (flows.size() < 2) {
      flows.forEach(load -> level(data, load, now));
      can(data, goes, goes && now.info().planned().isPresent() ? flows : List.of(), now);
      return;
    }
    List<FlowLoad> going = goes ? flows.stream().filter(f -> !now.isOver(f)).toList() : List.of();
    can(data, goes, going, now);
    // All flows together have no common level and no common phase.
    data.withObject("/can").put("skip", false).put("level", false);
    ArrayNode each = data.putArray("flows");
    for (FlowLoad load : flows) {
      ObjectNode of = each.addObject().put("name", load.name().orElse(""));
      can(of, goes, going.stream().filter(load::equals).toList(), now);
      level(of, load, now);
    }
  }

  private static void can(ObjectNode node, boolean stop, List<FlowLoad> flows, RunStatus now) {
    List<FlowLoad> steered = flows.stream().filter(load -> !now.isOver(load)).toList();
    node.putObject("can")
        .put("stop", stop)
        .put("pause", steered.stream().anyMatch(load -> !now.paused(load)))
        .put("resume", steered.stream().anyMatch(now::paused))
        .put("skip", steered.stream().anyMatch(now::hasNextPhase))
        .put("level", !steered.isEmpty())
        .put("follow", steered.stream().anyMatch(now::steersLevel));
  }

  private static void level(ObjectNode node, FlowLoad load, RunStatus now) {
    HeldLevel.Unit unit = load.profile().unit();
    double level = unit.brought(load.profile().levelAt(now.elapsed()));
    node.putObject("level")
        .put("word", unit == HeldLevel.Unit.ARRIVALS ? "Users per second" : "Users")
        .put("now", Math.round(level * THOUSANDTHS) / THOUSANDTHS);
  }

  /**
   * Writes the figures of the last seconds, next to the figures of the whole run; after the end,
   * only the latter.
   */
  private void tiles(ArrayNode tiles, RunStatus now) {
    List<Row> rows = timeline.recentRows();
    if (rows.isEmpty()) {
      return;
    }
    Row last = rows.get(rows.size() - 1);
    Row first = rows.get(0);
    double seconds = Math.max(1e-9, last.end().minus(first.start()).toNanos() / 1e9);
    Line recent = new Line("", timeline.recent(), timeline.recent().requests() / seconds);
    Line all = lines(now).total();
    users(tiles, now, last, rows);
    tile(tiles, "Throughput", recent, all, l -> Quantity.FREQUENCY.text(l.perSecond()));
    for (int percentile : new int[] {50, 95, 99}) {
      Percentile at = new Percentile(percentile);
      tile(
          tiles,
          at.toString(),
          recent,
          all,
          l -> l.times().count() == 0 ? "-" : Quantity.TIME.text(l.times().at(at)));
    }
    tile(
        tiles,
        "Failed",
        recent,
        all,
        l -> l.of().attempts() == 0 ? "-" : Quantity.SHARE.text(l.of().errorRate()));
    Selection of = all.of();
    tiles
        .addObject()
        .put("name", "Requests")
        .put("text", Quantity.count(of.requests()))
        .put("beside", Quantity.count(of.failures()) + " failed");
  }

  private void tile(
      ArrayNode tiles, String name, Line recent, Line all, Function<Line, String> text) {
    ObjectNode tile = tiles.addObject().put("name", name);
    if (result == null) {
      tile.put("text", text.apply(recent)).put("beside", "whole run " + text.apply(all));
    } else {
      tile.put("text", text.apply(all));
    }
  }

  /** Writes the users, compared with the plan. */
  private void users(ArrayNode tiles, RunStatus now, Row last, List<Row> recent) {
    ObjectNode tile =
        tiles.addObject().put("name", "Users").put("text", Quantity.count(last.activeUsers()));
    if (result != null) {
      tile.put(
          "text", Quantity.count(timeline.marks().mostUsers().map(Row::activeUsers).orElse(0L)));
      tile.put("beside", "peak");
    } else {
      for (FlowLoad load : now.info().flows()) {
        ObjectNode of =
            load.flow().isEmpty()
                ? tile
                : tiles
                    .addObject()
                    .put("name", Texts.shown(load.flow().get().name()))
                    .put("text", Quantity.count(last.active(load.flow())));
        ObjectNode unused =
            load.profile()
                .match(
                    closed ->
                        of.put(
                            "beside",
                            "of "
                                + Quantity.count(closed.usersAt(last.end()))
                                + (now.steersLevel(load) ? " set by hand" : " planned")),
                    open ->
                        begun(
                            load.flow().isEmpty() ? tiles.addObject().put("name", "Started") : of,
                            open,
                            recent,
                            load.flow(),
                            now.steersLevel(load)));
      }
    }
  }

  private static ObjectNode begun(
      ObjectNode tile, ArrivalRate open, List<Row> recent, Optional<RunFlow> flow, boolean byHand) {
    Row first = recent.get(0);
    Row last = recent.get(recent.size() - 1);
    double seconds = Math.max(1e-9, last.end().minus(first.start()).toNanos() / 1e9);
    long begun = recent.stream().mapToLong(row -> row.arrived(flow)).sum();
    double due = open.arrivalsBy(last.end()) - open.arrivalsBy(first.start());
    return tile.put("text", Quantity.FREQUENCY.text(begun / seconds))
        .put(
            "beside",
            "of " + Quantity.FREQUENCY.text(due / seconds) + (byHand ? " set by hand" : " due"));
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
