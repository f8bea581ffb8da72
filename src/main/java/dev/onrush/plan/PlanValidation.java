package dev.onrush.plan;

import dev.onrush.plan.UserClass.Share;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that the parts of a plan fit together. The message of each exception says what does not
 * fit, and how to correct it.
 *
 * @param name the name of the plan
 */
record PlanValidation(String name, List<Flow> flows, List<Threshold> thresholds) {

  void check() {
    if (name.isBlank()) {
      throw new IllegalArgumentException("plan name was blank; give it a name such as \"Spike\"");
    }
    if (flows.isEmpty()) {
      throw new IllegalArgumentException(
          plan() + "has no flow; add one with flow(…), or users(…) and profile(…)");
    }
    checkNames();
    for (Flow flow : flows) {
      checkUsers(flow);
      flow.profile().checkPhases();
      checkLoad(flow);
      checkFixed(flow);
    }
    checkSearch();
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException(
          plan() + "has no threshold; add one such as errorRate().below(ofPercent(1))");
    }
    if (thresholds.stream().allMatch(Threshold::isWarning)) {
      throw new IllegalArgumentException(
          plan() + "has only warnings, which cannot fail a run; remove warning() from one of them");
    }
    Threshold.checkDistinct(plan(), thresholds);
    flows.stream()
        .flatMap(flow -> flow.search().stream())
        .forEach(search -> new SearchValidation(plan(), search).check(thresholds));
    ScopeValidation scopes = new ScopeValidation(flows);
    for (Threshold threshold : thresholds) {
      checkSearched(threshold);
      scopes.check(threshold);
      checkWindow(threshold);
    }
  }

  private String plan() {
    return "plan \"" + name + "\" ";
  }

  /**
   * Returns a flow's description for messages; the only flow of a plan is described as the plan
   * itself.
   */
  private String of(Flow flow) {
    return isOnly() ? plan() : "flow \"" + flow.name() + "\" of plan \"" + name + "\" ";
  }

  private boolean isOnly() {
    return flows.size() == 1;
  }

  private void checkNames() {
    Set<String> names = new TreeSet<>();
    Map<String, String> owners = new HashMap<>();
    for (Flow flow : flows) {
      if (flow.name().isBlank()) {
        throw new IllegalArgumentException(
            plan() + "has a flow whose name is blank; give it a name such as \"Clerks\"");
      }
      if (!names.add(flow.name())) {
        throw new IllegalArgumentException(
            plan() + "has flow \"" + flow.name() + "\" twice; rename one");
      }
      if (!isOnly() && flow.name().contains(RunFlow.SEPARATOR)) {
        throw new IllegalArgumentException(
            plan()
                + "has a flow \""
                + flow.name()
                + "\"; \""
                + RunFlow.SEPARATOR
                + "\" separates a flow from its phase; choose another name");
      }
      if (flow.classes().isEmpty()) {
        throw new IllegalArgumentException(of(flow) + "has no user class; add one with users(…)");
      }
      for (UserClass userClass : flow.classes()) {
        String other = owners.put(userClass.name(), flow.name());
        if (other != null) {
          throw new IllegalArgumentException(
              plan()
                  + "has user class \""
                  + userClass.name()
                  + "\" "
                  + (isOnly() || other.equals(flow.name())
                      ? "twice; rename one"
                      : "in flow \""
                          + other
                          + "\" and in flow \""
                          + flow.name()
                          + "\"; a user class belongs to one flow; rename one"));
        }
      }
    }
  }

  private void checkUsers(Flow flow) {
    for (UserClass userClass : flow.classes()) {
      String of = plan() + "has user class \"" + userClass.name() + "\" ";
      if (userClass.tasks().isEmpty()) {
        throw new IllegalArgumentException(of + "without a task; add one with task(…)");
      }
      if (flow.profile().isOpen()) {
        if (userClass.share().isFixed()) {
          throw new IllegalArgumentException(
              of
                  + "with a fixed number of users, but its profile is an arrival rate, which has no"
                  + " users to fix; give the class a weight");
        }
        if (userClass.pacing().isPresent()) {
          throw new IllegalArgumentException(
              of
                  + "with pacing, but its profile is an arrival rate, where each user iterates"
                  + " once; remove pacing(…) or use concurrentUsers()");
        }
      }
    }
  }

  private void checkLoad(Flow flow) {
    LoadProfile profile = flow.profile();
    if (profile.duration().isZero()) {
      throw new IllegalArgumentException(
          of(flow) + "has a profile without load; add a stage such as hold(…)");
    }
    if (profile.peak() == 0) {
      throw new IllegalArgumentException(
          of(flow) + "has a profile in which no user starts: its peak is 0; raise a level");
    }
    if (flow.end().compareTo(Quantity.LONGEST) > 0) {
      throw new IllegalArgumentException(
          of(flow)
              + "lasts "
              + Quantity.duration(flow.end())
              + "; at most "
              + Quantity.count(Quantity.LONGEST.toDays())
              + " days are allowed; shorten its stages, or use a smaller -Dpace");
    }
    Optional<String> whyNobody =
        profile.match(
            closed ->
                Math.round(closed.peak()) < 1
                    ? Optional.of(", which rounds to 0")
                    : Optional.empty(),
            open ->
                open.arrivalsBy(open.duration()) < 1 - 1e-9
                    ? Optional.of(
                        " for " + Quantity.duration(open.duration()) + ", less than one arrival")
                    : Optional.empty());
    if (whyNobody.isPresent()) {
      throw new IllegalArgumentException(
          of(flow)
              + "has a profile in which no user starts: its peak is "
              + profile.unit().exact(profile.peak())
              + whyNobody.get()
              + "; raise its level or the scale");
    }
  }

  /** Checks that the peak of the profile is at least the number of fixed users. */
  private void checkFixed(Flow flow) {
    long fixed = flow.classes().stream().map(UserClass::share).mapToLong(Share::users).sum();
    long peak = Math.round(flow.profile().peak());
    if (fixed > peak) {
      throw new IllegalArgumentException(
          of(flow)
              + "has "
              + Quantity.count(fixed, "fixed user")
              + ", but its profile has "
              + Quantity.count(peak, "user")
              + " at its peak; write smaller numbers in fixed(…), or raise the profile (-Dscale and"
              + " -Dusers leave fixed users as they are) to "
              + Quantity.count(fixed, "user"));
    }
  }

  private void checkSearch() {
    Optional<Flow> searching = flows.stream().filter(f -> f.search().isPresent()).findFirst();
    if (searching.isEmpty()) {
      return;
    }
    if (!isOnly()) {
      new SearchFlows(plan(), flows).check();
    } else if (!searching.get().startingAfter().isZero()) {
      throw new IllegalArgumentException(
          plan()
              + "searches for the capacity, and the search starts with the run; remove"
              + " startingAfter(…)");
    }
  }

  private void checkSearched(Threshold threshold) {
    if (threshold.measure() instanceof Capacity
        && flows.stream().allMatch(flow -> flow.search().isEmpty())) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" needs a search for the capacity, but this plan has a profile; write"
              + " .profile(capacitySearch().from(…).upTo(…))");
    }
  }

  /**
   * Refuses windows that are longer than any time of the plan that they could cover, because they
   * would never have data.
   */
  private void checkWindow(Threshold threshold) {
    if (!(threshold.measure() instanceof EveryWindow window)
        || flows.stream().anyMatch(flow -> flow.search().isPresent())) {
      return; // the windows of a search have to fit into a probe
    }
    Scope scope = window.scope();
    List<Phase> phases = ScopeValidation.phases(flows);
    Optional<Duration> longest =
        scope.phase().isPresent()
            ? Phase.meant(scope, phases).stream()
                .map(Phase::duration)
                .max(Comparator.naturalOrder())
            : Optional.of(Phase.longestCounted(scope, phases));
    if (longest.isPresent() && window.length().compareTo(longest.get()) > 0) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" has windows of "
              + Quantity.duration(window.length())
              + ", but "
              + scope.phase().map(phase -> "phase \"" + phase + "\"").orElse(covered(scope, phases))
              + " lasts only "
              + Quantity.duration(longest.get())
              + "; use shorter windows, or make the profile longer (also with -Dpace)");
    }
  }

  /** The time that windows of a scope without a phase can cover, as the subject of a sentence. */
  private String covered(Scope scope, List<Phase> phases) {
    String whole =
        scope
            .flow()
            .or(
                () ->
                    flows.stream()
                        .filter(flow -> !isOnly() && has(flow, scope))
                        .map(Flow::name)
                        .findFirst())
            .map(flow -> "flow \"" + flow + "\"")
            .orElse("the plan");
    return Phase.within(scope, phases).stream().allMatch(Phase::isCounted)
        ? whole
        : "the longest counted part of " + whole;
  }

  private static boolean has(Flow flow, Scope scope) {
    return flow.classes().stream()
        .anyMatch(userClass -> scope.userClass().filter(userClass.name()::equals).isPresent());
  }
}
