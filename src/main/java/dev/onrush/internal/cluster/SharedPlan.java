package dev.onrush.internal.cluster;

import dev.onrush.internal.run.record.RunInfo;
import java.util.Map;

/**
 * The plan that all injectors of a run follow.
 *
 * @param info the description of the whole run
 * @param identity the parts that identify the plan; they are the same for all injectors
 * @param settings the settings that injectors take over
 */
public record SharedPlan(RunInfo info, Map<String, String> identity, Map<String, String> settings) {

  /** Returns this plan with the id of the run in its description. */
  SharedPlan ofRun(String id) {
    return new SharedPlan(info.with(RunInfo.CLUSTER_RUN, id), identity, settings);
  }
}
