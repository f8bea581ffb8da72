package dev.onrush.plan;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that thresholds name only flows, user classes and phases that the plan has. */
record ScopeValidation(List<Flow> flows) {

  /** The phases of all flows, each with its flow if there are several. */
  static List<Phase> phases(List<Flow> flows) {
    return FlowLoad.of(flows).stream().flatMap(load -> load.phases().stream()).toList();
  }

  void check(Threshold threshold) {
    for (Figure figure : threshold.measure().figures()) {
      check(threshold, figure.scope());
    }
    if (threshold.measure() instanceof Worsening worsening) {
      checkCompared(threshold, worsening.figure().scope());
    }
    if (threshold.measure() instanceof Recovery recovery) {
      check(threshold, recovery.scope());
      checkRecovery(threshold, recovery);
    }
  }

  private void check(Threshold threshold, Scope scope) {
    scope.flow().ifPresent(f -> oneOf(threshold, "flow", f, names(flows)));
    List<Flow> within =
        flows.stream().filter(f -> scope.flow().map(f.name()::equals).orElse(true)).toList();
    if (scope.userClass().isPresent()) {
      String userClass = scope.userClass().get();
      oneOf(threshold, "user class", userClass, classes(flows));
      if (!classes(within).contains(userClass)) {
        throw new IllegalArgumentException(
            "threshold \""
                + threshold
                + "\" names user class \""
                + userClass
                + "\", which flow \""
                + scope.flow().orElseThrow()
                + "\" does not have; it has "
                + quoted(classes(within)));
      }
      within = within.stream().filter(f -> classes(List.of(f)).contains(userClass)).toList();
    }
    if (scope.phase().isPresent()) {
      checkPhase(threshold, scope.phase().get(), within);
    }
  }

  private static void checkPhase(Threshold threshold, String phase, List<Flow> within) {
    Set<String> known = new TreeSet<>();
    within.forEach(flow -> known.addAll(phaseNames(flow.profile())));
    if (!known.contains(phase) && isLeftOut(phase, within)) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" names phase \""
              + phase
              + "\", which is not counted; leave its notCounted() out, or name one of "
              + quoted(known));
    }
    oneOf(threshold, "phase", phase, known);
    List<Flow> having =
        within.stream()
            .filter(f -> f.profile().phases().stream().anyMatch(p -> p.name().equals(phase)))
            .toList();
    if (having.size() > 1) {
      String first = having.get(0).name();
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" names phase \""
              + phase
              + "\", which flows "
              + quoted(names(having))
              + " have; choose one with inFlow(\""
              + first
              + "\"), or in text with: in flow "
              + first);
    }
  }

  /**
   * Checks the phase of a figure that is compared with a baseline. Runs of several flows are
   * compared over the times at which no flow changes its level, whatever their phases are. Runs of
   * one flow can be compared over one phase, if the phase holds a level.
   */
  private void checkCompared(Threshold threshold, Scope scope) {
    Optional<String> phase = scope.phase().filter(p -> !p.equals(Scope.STEADY_STATE));
    if (phase.isEmpty()) {
      return;
    }
    if (flows.size() > 1) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" names a phase, but runs of several flows are compared over all times at which"
              + " no flow changes its level; remove during(…)");
    }
    Set<String> held =
        flows.get(0).profile().holds().stream()
            .map(Phase::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!held.isEmpty() && !held.contains(phase.get())) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" names phase \""
              + phase.get()
              + "\", but runs are compared only while their level is held; remove during(…), or"
              + " name one of "
              + quoted(held));
    }
  }

  /**
   * Checks that the plan has a counted phase before and after the phase of a recovery, because the
   * two are compared.
   */
  private void checkRecovery(Threshold threshold, Recovery recovery) {
    List<String> names =
        flows.stream()
            .filter(f -> recovery.flow().map(f.name()::equals).orElse(true))
            .map(f -> f.profile().phases().stream().map(Phase::name).toList())
            .filter(phases -> phases.contains(recovery.phase()))
            .findFirst()
            .orElse(List.of());
    int index = names.indexOf(recovery.phase());
    if (index < 1 || index > names.size() - 2) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" needs a phase before and one after \""
              + recovery.phase()
              + "\"; this plan has "
              + String.join(", ", names));
    }
    checkCounted(threshold, recovery, names.get(index - 1));
    checkCounted(threshold, recovery, names.get(index + 1));
  }

  private static void checkCounted(Threshold threshold, Recovery recovery, String phase) {
    if (!Phase.isCounted(phase)) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" compares with phase \""
              + phase
              + "\", which is adjacent to \""
              + recovery.phase()
              + "\" and not counted; insert a counted phase between them");
    }
  }

  /** Whether a phase was written with this name and with {@code notCounted()}. */
  private static boolean isLeftOut(String phase, List<Flow> within) {
    return within.stream()
        .flatMap(flow -> flow.profile().phases().stream())
        .anyMatch(p -> p.name().equals(Phase.notCounted(phase)) && !p.name().equals(phase));
  }

  private static Set<String> phaseNames(LoadProfile profile) {
    Set<String> names = new TreeSet<>();
    profile.phases().stream().filter(Phase::isCounted).forEach(p -> names.add(p.name()));
    names.add(Phase.WIND_DOWN);
    if (profile.phases().stream().anyMatch(Phase::isSteady)) {
      names.add(Scope.STEADY_STATE);
    }
    return names;
  }

  private static Set<String> names(List<Flow> flows) {
    return flows.stream().map(Flow::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> classes(List<Flow> flows) {
    return flows.stream()
        .flatMap(flow -> flow.classes().stream())
        .map(UserClass::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String quoted(Set<String> names) {
    return String.join(", ", names.stream().map(n -> "\"" + n + "\"").toList());
  }

  private static void oneOf(Threshold threshold, String kind, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw threshold.namesUnknown(kind, name, known);
    }
  }
}
