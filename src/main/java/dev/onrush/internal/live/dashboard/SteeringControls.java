package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.HeldLevel;
import java.util.List;

/**
 * The controls of the page: the commands that are possible now, and the current levels.
 *
 * @param over whether the run has ended
 */
record SteeringControls(RunStatus now, boolean over) {

  /** Levels are rounded to thousandths, as they are shown to a user who changes them. */
  private static final double THOUSANDTHS = 1000;

  /**
   * Writes the commands that are possible now; with several flows, the commands of each flow as
   * well.
   */
  void write(ObjectNode data) {
    List<FlowLoad> flows = now.info().flows();
    boolean goes = !over;
    if (flows.size() < 2) {
      flows.forEach(load -> level(data, load));
      can(data, goes, goes && now.info().planned().isPresent() ? flows : List.of());
      return;
    }
    List<FlowLoad> going = goes ? flows.stream().filter(f -> !now.isOver(f)).toList() : List.of();
    can(data, goes, going);
    // All flows together have no common level and no common phase.
    data.withObject("/can").put("skip", false).put("level", false);
    ArrayNode each = data.putArray("flows");
    for (FlowLoad load : flows) {
      ObjectNode of = each.addObject().put("name", load.name().orElse(""));
      can(of, goes, going.stream().filter(load::equals).toList());
      level(of, load);
    }
  }

  private void can(ObjectNode node, boolean stop, List<FlowLoad> flows) {
    List<FlowLoad> steered = flows.stream().filter(load -> !now.isOver(load)).toList();
    node.putObject("can")
        .put("stop", stop)
        .put("pause", steered.stream().anyMatch(load -> !now.paused(load)))
        .put("resume", steered.stream().anyMatch(now::paused))
        .put("skip", steered.stream().anyMatch(now::hasNextPhase))
        .put("level", !steered.isEmpty())
        .put("follow", steered.stream().anyMatch(now::steersLevel));
  }

  private void level(ObjectNode node, FlowLoad load) {
    HeldLevel.Unit unit = load.profile().unit();
    double level = unit.brought(load.profile().levelAt(now.elapsed()));
    node.putObject("level")
        .put("word", unit == HeldLevel.Unit.ARRIVALS ? "Users per second" : "Users")
        .put("now", Math.round(level * THOUSANDTHS) / THOUSANDTHS);
  }
}
