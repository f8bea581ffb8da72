package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.page.Texts;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.RunFlow;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tiles of the page: the figures of the last seconds and of the whole run, side by side.
 *
 * @param tiles receives the tiles
 * @param timeline the run so far
 * @param over whether the run has ended
 */
record FigureTiles(ArrayNode tiles, RunStatus now, Timeline timeline, boolean over) {

  /**
   * Writes the figures of the last seconds, next to the figures of the whole run; after the end,
   * only the latter.
   */
  void write() {
    List<Row> rows = timeline.recentRows();
    if (rows.isEmpty()) {
      return;
    }
    Row last = rows.get(rows.size() - 1);
    Row first = rows.get(0);
    double seconds = Math.max(1e-9, last.end().minus(first.start()).toNanos() / 1e9);
    Line recent = new Line("", timeline.recent(), timeline.recent().requests() / seconds);
    Line all = new Lines(timeline, now.info().phases()).total();
    users(last, rows);
    tile("Throughput", recent, all, l -> Quantity.FREQUENCY.text(l.perSecond()));
    for (int percentile : new int[] {50, 95, 99}) {
      Percentile at = new Percentile(percentile);
      tile(
          at.toString(),
          recent,
          all,
          l -> l.times().count() == 0 ? "-" : Quantity.TIME.text(l.times().at(at)));
    }
    tile(
        "Failed",
        recent,
        all,
        l -> l.of().answerable() == 0 ? "-" : Quantity.SHARE.text(l.of().errorRate()));
    Selection of = all.of();
    tiles
        .addObject()
        .put("name", "Requests")
        .put("text", Quantity.count(of.requests()))
        .put("beside", Quantity.count(of.failures()) + " failed");
  }

  private void tile(String name, Line recent, Line all, Function<Line, String> text) {
    ObjectNode tile = tiles.addObject().put("name", name);
    if (!over) {
      tile.put("text", text.apply(recent)).put("beside", "whole run " + text.apply(all));
    } else {
      tile.put("text", text.apply(all));
    }
  }

  /** Writes the users, compared with the plan. */
  private void users(Row last, List<Row> recent) {
    ObjectNode tile =
        tiles.addObject().put("name", "Users").put("text", Quantity.count(last.activeUsers()));
    if (over) {
      tile.put("text", Quantity.count(timeline.marks().peakUsers()));
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
}
