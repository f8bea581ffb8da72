package dev.onrush.plan;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The flows of a plan that has several flows and searches for the capacity of one of them. Each
 * other flow goes to one level and holds it until the search, and with it the run, ends. The search
 * begins when all other flows hold their levels. During the search, all flows have phases of the
 * same names at the same times, so that a probe is the same for all flows.
 *
 * @param plan the description of the plan for messages, with a blank at its end
 * @param flows at least two
 */
record SearchFlows(String plan, List<Flow> flows) {

  void check() {
    List<Flow> searching = flows.stream().filter(flow -> flow.search().isPresent()).toList();
    if (searching.size() > 1) {
      throw new IllegalArgumentException(
          plan
              + "searches for the capacity in flows "
              + searching.stream()
                  .map(flow -> "\"" + flow.name() + "\"")
                  .collect(Collectors.joining(", "))
              + "; only one flow can be searched; each other flow must ramp to a level and hold"
              + " it");
    }
    for (Flow other : flows) {
      if (other.search().isEmpty() && !keepsToOneLevel(other)) {
        throw new IllegalArgumentException(
            plan
                + "searches for the capacity in flow \""
                + searching.get(0).name()
                + "\", but flow \""
                + other.name()
                + "\" does not hold one level during the search; write a profile that ramps to one"
                + " level and holds it, such as load().users(40).holdFor(ofMinutes(1)); this level"
                + " is held until the search ends");
      }
    }
  }

  private static boolean keepsToOneLevel(Flow flow) {
    return flow.profile().holds().size() == 1;
  }

  /**
   * Returns the flows with the start of the searched flow postponed, if necessary, until the others
   * hold their levels.
   */
  static List<Flow> withSearchPostponed(List<Flow> flows) {
    if (flows.size() == 1 || flows.stream().allMatch(flow -> flow.search().isEmpty())) {
      return flows;
    }
    Duration steady =
        flows.stream()
            .filter(SearchFlows::keepsToOneLevel)
            .map(SearchFlows::steadyFrom)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return flows.stream()
        .map(
            flow ->
                flow.search().isPresent() && flow.startingAfter().compareTo(steady) < 0
                    ? new Flow(flow.name(), flow.classes(), flow.profile(), steady, flow.search())
                    : flow)
        .toList();
  }

  /**
   * The time, since the start of the run, at which a flow that keeps to one level begins to hold
   * it.
   */
  static Duration steadyFrom(Flow flow) {
    return flow.startingAfter().plus(flow.profile().holds().get(0).start());
  }

  /**
   * Returns the flows, each with its load up to the end of the rest after the first probe as its
   * profile.
   */
  static List<Flow> untilFirstProbe(List<Flow> flows) {
    Flow searched =
        flows.stream().filter(flow -> flow.search().isPresent()).findFirst().orElseThrow();
    CapacitySearch search = searched.search().orElseThrow();
    return flows.stream()
        .map(
            flow ->
                flow.withProfile(
                    flow.search().isPresent()
                        ? search.opening()
                        : holdingProfile(flow, searched.startingAfter(), search)))
        .toList();
  }

  /**
   * Returns the profile of a flow that is not searched: as written up to its level, and at this
   * level from then on.
   */
  private static LoadProfile holdingProfile(Flow flow, Duration begin, CapacitySearch search) {
    Phase held = flow.profile().holds().get(0);
    double level = flow.profile().levelAt(held.start());
    List<Stage> stages = new ArrayList<>();
    Duration reached = Duration.ZERO;
    for (Stage stage : flow.profile().stages()) {
      reached = reached.plus(stage.duration());
      if (reached.compareTo(held.start()) <= 0) {
        stages.add(stage);
      }
    }
    Duration before = begin.minus(steadyFrom(flow));
    if (!before.isZero()) {
      stages.add(new Stage(held.name(), level, level, before));
    }
    search
        .probe(1, search.first())
        .forEach(stage -> stage.withLevels(tried -> level).ifPresent(stages::add));
    return flow.profile().withStages(stages);
  }
}
