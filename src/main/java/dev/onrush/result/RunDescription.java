package dev.onrush.result;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a run before its end: the plan, its size, and where it runs. Immutable; secrets
 * in its texts are masked.
 *
 * @since 0.1.0
 */
public interface RunDescription {

  /** The simple name of the simulation's class. */
  String simulation();

  /** The plan's name; the simulation's for a plain Gatling simulation. */
  String plan();

  /** The time at which the first users were due; a label, by the clock of the machine. */
  Instant started();

  /** The load of each flow that the run follows; empty for a plain Gatling simulation. */
  List<FlowLoad> flows();

  /** The profile of a run that has one flow; empty if it has several, or no profile. */
  Optional<LoadProfile> profile();

  /** The phases of each flow, in order; the whole run is one where there is no profile. */
  List<Phase> phases();

  /** The planned length of the run; empty for a plain simulation and for a capacity search. */
  Optional<Duration> planned();

  /** The capacity search that the run is, if it is one. */
  Optional<CapacitySearch> search();

  /** The seed of every random choice. */
  long seed();

  /** Names of the requests that the plan is known to send, without the groups around them. */
  List<String> requests();

  /** The thresholds, with the bounds that are in force. */
  List<Threshold> thresholds();

  /** Target, settings, versions and machine, by name. */
  Map<String, String> facts();
}
