package dev.onrush.internal.launch;

import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Derives the facts of a run that depend only on its plan. */
final class PlanFacts {

  private PlanFacts() {}

  /**
   * Returns the workload, its peak, and the user classes and requests without users.
   *
   * @param plan the plan with the settings applied
   */
  static Map<String, String> of(LoadPlan plan) {
    Map<String, String> facts = new HashMap<>(withoutUsers(plan));
    facts.put("workload", workload(plan));
    facts.put(RunInfo.PEAK, peak(plan));
    return facts;
  }

  private static String workload(LoadPlan plan) {
    String open = "arrival rate (open), shared connections by default";
    String closed = "concurrent users (closed), a connection for each user by default";
    return plan.hasSeveralFlows()
        ? plan.flows().stream()
            .map(flow -> flow.name() + ": " + (flow.profile().isOpen() ? open : closed))
            .collect(Collectors.joining("; "))
        : plan.profile().isOpen() ? open : closed;
  }

  private static String peak(LoadPlan plan) {
    return plan.hasSeveralFlows()
        ? plan.flows().stream()
            .map(f -> f.name() + " " + f.profile().unit().text(f.profile().peak()))
            .collect(Collectors.joining(", "))
        : plan.profile().unit().text(plan.profile().peak());
  }

  /** Returns the user classes and requests that are left out because the peak has too few users. */
  private static Map<String, String> withoutUsers(LoadPlan plan) {
    List<UserClass> without = plan.classesWithoutUsers();
    if (without.isEmpty()) {
      return Map.of();
    }
    List<UserClass> others = new ArrayList<>(plan.classes());
    others.removeAll(without);
    List<String> sent = ChainContents.of(others).requests();
    List<String> requests = new ArrayList<>(ChainContents.of(without).requests());
    requests.removeAll(sent);
    return Map.of(
        RunInfo.CLASSES_WITHOUT_USERS,
        String.join(RunInfo.SEPARATOR, without.stream().map(UserClass::name).toList()),
        RunInfo.REQUESTS_WITHOUT_USERS,
        String.join(RunInfo.SEPARATOR, requests));
  }
}
