package dev.onrush.plan;

import dev.onrush.plan.UserClass.Share;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A whole load test as a value: it can be described, previewed and tested without sending a
 * request.
 *
 * @param name what the run is called
 * @param classes at least one
 * @param profile longer than zero, with some load
 * @param thresholds at least one: a run that nothing judges could only pass by not looking
 * @param http what is added to Gatling's HTTP protocol, which has the target as its base address
 */
public record LoadPlan(
    String name,
    List<UserClass> classes,
    LoadProfile profile,
    List<Threshold> thresholds,
    UnaryOperator<HttpProtocolBuilder> http) {

  public LoadPlan {
    classes = List.copyOf(classes);
    thresholds = List.copyOf(thresholds);
    if (name.isBlank()) {
      throw new IllegalArgumentException("plan name was blank; give it a name such as \"Spike\"");
    }
    String plan = "plan \"" + name + "\" ";
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(plan + "has no user class; add one with users(…)");
    }
    Set<String> names = new TreeSet<>();
    for (UserClass userClass : classes) {
      String of = plan + "has user class \"" + userClass.name() + "\" ";
      if (!names.add(userClass.name())) {
        throw new IllegalArgumentException(of + "twice; rename one");
      }
      if (userClass.tasks().isEmpty()) {
        throw new IllegalArgumentException(of + "without a task; add one with task(…)");
      }
      if (profile instanceof ArrivalRate) {
        if (userClass.share() instanceof Share.Fixed) {
          throw new IllegalArgumentException(
              of
                  + "with a fixed number of users, but its profile is an arrival rate, which has no"
                  + " users to fix; give the class a weight");
        }
        if (userClass.pacing().isPresent()) {
          throw new IllegalArgumentException(
              of
                  + "with pacing, but its profile is an arrival rate, where each user iterates once;"
                  + " leave pacing out or use concurrentUsers()");
        }
      }
    }
    List<Stage> unused = Stages.checked(profile.stages());
    if (profile.duration().isZero() || profile.peak() == 0) {
      throw new IllegalArgumentException(
          plan + "has a profile without load; add a stage such as hold(…)");
    }
    Set<String> keys = new TreeSet<>();
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException(
          plan + "has no threshold; add one such as errorRate().below(ofPercent(1))");
    }
    if (thresholds.stream().allMatch(Threshold::isWarning)) {
      throw new IllegalArgumentException(
          plan + "has only warnings, which fail nothing; leave out warning() of one of them");
    }
    for (Threshold threshold : thresholds) {
      if (!keys.add(threshold.key() + threshold.condition().kind())) {
        throw new IllegalArgumentException(
            plan + "has threshold \"" + threshold.name() + "\" twice; keep one of them");
      }
      threshold
          .measure()
          .figures()
          .forEach(
              figure -> {
                figure.scope().userClass().ifPresent(c -> oneOf(threshold, "user class", c, names));
                figure
                    .scope()
                    .phase()
                    .ifPresent(p -> oneOf(threshold, "phase", p, phaseNames(profile)));
              });
      if (threshold.measure() instanceof Recovery recovery) {
        oneOf(threshold, "phase", recovery.phase(), phaseNames(profile));
        checkBetween(threshold, recovery.phase(), profile.phases());
      }
    }
  }

  public Duration duration() {
    return profile.duration();
  }

  /** The same plan with other levels, and as long. */
  public LoadPlan withProfile(LoadProfile other) {
    return new LoadPlan(name, classes, other, thresholds, http);
  }

  public LoadPlan withThresholds(List<Threshold> others) {
    return new LoadPlan(name, classes, profile, others, http);
  }

  /** Adds to Gatling's HTTP protocol: headers, proxies, redirects, connection sharing. */
  public LoadPlan http(UnaryOperator<HttpProtocolBuilder> more) {
    return new LoadPlan(name, classes, profile, thresholds, p -> more.apply(http.apply(p)));
  }

  /** Recovery compares what comes after a phase with what was before it. */
  private static void checkBetween(Threshold threshold, String phase, List<Phase> phases) {
    List<String> names = phases.stream().map(Phase::name).toList();
    int index = names.indexOf(phase);
    if (index < 1 || index > names.size() - 2) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" needs a phase before and one after \""
              + phase
              + "\"; this plan has "
              + String.join(", ", names));
    }
  }

  private static Set<String> phaseNames(LoadProfile profile) {
    Set<String> names = new TreeSet<>();
    profile.phases().forEach(p -> names.add(p.name()));
    names.add(Phase.WIND_DOWN);
    if (profile.phases().stream().anyMatch(p -> p.held().isPresent())) {
      names.add(Scope.STEADY_STATE);
    }
    return names;
  }

  private static void oneOf(Threshold threshold, String kind, String name, Set<String> known) {
    if (!known.contains(name)) {
      throw unknownName(threshold, kind, name, known);
    }
  }

  /** Says what the threshold names and what there is. */
  public static IllegalArgumentException unknownName(
      Threshold threshold, String kind, String name, Set<String> known) {
    return new IllegalArgumentException(
        "threshold \""
            + threshold
            + "\" names "
            + kind
            + " \""
            + name
            + "\"; this plan has "
            + String.join(", ", known.stream().map(k -> "\"" + k + "\"").toList()));
  }
}
