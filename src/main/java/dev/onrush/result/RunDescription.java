package dev.onrush.result;

import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a run, as far as it is known before the end of the run: the plan, its size,
 * and where it runs. Immutable; secrets in its texts are masked.
 *
 * @since 0.1.0
 */
public interface RunDescription {

  /** The simple name of the simulation's class. */
  String simulation();

  /** The name of the plan; for a plain Gatling simulation, the name of the simulation. */
  String plan();

  /**
   * The time at which the first users were due. It comes from the clock of the machine and serves
   * only as a label.
   */
  Instant started();

  /** The load of each flow that the run follows; empty for a plain Gatling simulation. */
  List<FlowLoad> flows();

  /**
   * The profile of a run that has only one flow; empty if the run has several flows or no profile.
   */
  Optional<LoadProfile> profile();

  /**
   * The phases of each flow, in order. Without a profile, they are the phases named by hand, or
   * otherwise one phase that is the whole run.
   */
  List<Phase> phases();

  /** The planned length of the run; empty for a plain simulation and for a capacity search. */
  Optional<Duration> planned();

  /** The capacity search, if the run is one. */
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
