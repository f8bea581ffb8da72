package dev.onrush.plan;

import dev.onrush.plan.UserClass.Share;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A whole load test as a value: it can be described, previewed and tested without sending a
 * request. Immutable; each method returns a new plan.
 *
 * @param name of the run; not blank
 * @param classes at least one
 * @param profile longer than zero, at most 1,000 days, with some load
 * @param thresholds at least one that is no warning: a run that nothing judges could only pass by
 *     not looking
 * @param http the additions to Gatling's HTTP protocol, which has the target as its base address
 * @param search for the highest load that keeps the thresholds, in place of a profile; then {@code
 *     profile} is the longest that can come of it
 * @since 0.1.0
 */
public record LoadPlan(
    String name,
    List<UserClass> classes,
    LoadProfile profile,
    List<Threshold> thresholds,
    UnaryOperator<HttpProtocolBuilder> http,
    Optional<CapacitySearch> search) {

  /**
   * A plan with a profile, without a search.
   *
   * @throws IllegalArgumentException if something in the plan does not fit together
   */
  public LoadPlan(
      String name,
      List<UserClass> classes,
      LoadProfile profile,
      List<Threshold> thresholds,
      UnaryOperator<HttpProtocolBuilder> http) {
    this(name, classes, profile, thresholds, http, Optional.empty());
  }

  /**
   * A plan whose parts fit together.
   *
   * @throws IllegalArgumentException if a component is null or empty, a threshold names something
   *     that the plan does not have, or something else does not fit; the message says what
   */
  public LoadPlan {
    Given.value(name, "plan name");
    classes = Given.values(classes, "user class");
    Given.value(profile, "profile of plan \"" + name + "\"");
    thresholds = Given.values(thresholds, "threshold");
    Given.value(http, "http of plan \"" + name + "\"");
    Given.value(search, "search of plan \"" + name + "\"");
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
      if (profile.isOpen()) {
        if (userClass.share().isFixed()) {
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
    checkLoad(plan, profile);
    checkFixed(plan, classes, profile);
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException(
          plan + "has no threshold; add one such as errorRate().below(ofPercent(1))");
    }
    if (thresholds.stream().allMatch(Threshold::isWarning)) {
      throw new IllegalArgumentException(
          plan + "has only warnings, which fail nothing; leave out warning() of one of them");
    }
    Threshold.checkDistinct(plan, thresholds);
    if (search.isPresent()) {
      checkEachProbe(plan, search.get(), thresholds);
    }
    for (Threshold threshold : thresholds) {
      if (threshold.measure() instanceof Capacity && search.isEmpty()) {
        throw new IllegalArgumentException(
            "threshold \""
                + threshold
                + "\" needs a search for the capacity, and this plan has a profile; write"
                + " .profile(capacitySearch().from(…).upTo(…))");
      }
      checkWindow(threshold, profile);
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
        checkRecovery(threshold, recovery.phase(), profile);
      }
    }
  }

  /**
   * Whether all that is within the scope comes from users whose number is fixed, and so does not
   * follow the scale: those of a class with a fixed number, or of tasks that only such classes
   * have.
   */
  public boolean hasFixedUsersOnly(Scope scope) {
    List<UserClass> within =
        classes.stream().filter(c -> scope.userClass().map(c.name()::equals).orElse(true)).toList();
    if (scope.subject() instanceof Subject.Request request) {
      List<UserClass> asking =
          within.stream()
              .filter(c -> c.tasks().stream().anyMatch(task -> request.matches(task.name())))
              .toList();
      within = asking.isEmpty() ? within : asking;
    }
    return within.stream().allMatch(c -> c.share().isFixed());
  }

  /** The user classes that have none of the users at the peak of a closed workload. */
  public List<UserClass> classesWithoutUsers() {
    if (profile.isOpen()) {
      return List.of();
    }
    int[] users = Mix.of(classes).of((int) Math.round(profile.peak()));
    return IntStream.range(0, users.length)
        .filter(i -> users[i] == 0)
        .mapToObj(classes::get)
        .toList();
  }

  /** The length of the profile. */
  public Duration duration() {
    return profile.duration();
  }

  /**
   * The same plan with another profile, without a search.
   *
   * @throws IllegalArgumentException if it does not fit the plan
   */
  public LoadPlan withProfile(LoadProfile other) {
    return new LoadPlan(name, classes, other, thresholds, http);
  }

  /**
   * The same plan with another search in place of its own.
   *
   * @throws IllegalArgumentException if it does not fit the plan
   */
  public LoadPlan withSearch(CapacitySearch other) {
    return new LoadPlan(
        name,
        classes,
        Given.value(other, "search").longest(),
        thresholds,
        http,
        Optional.of(other));
  }

  /**
   * The same plan with other thresholds in place of its own.
   *
   * @throws IllegalArgumentException if they do not fit the plan
   */
  public LoadPlan withThresholds(List<Threshold> others) {
    return new LoadPlan(name, classes, profile, others, http, search);
  }

  /**
   * The same plan with more of Gatling's HTTP protocol: headers, proxies, redirects, connection
   * sharing.
   *
   * @throws IllegalArgumentException if it is null
   */
  public LoadPlan http(UnaryOperator<HttpProtocolBuilder> more) {
    Given.value(more, "http of plan \"" + name + "\"");
    return new LoadPlan(name, classes, profile, thresholds, p -> more.apply(http.apply(p)), search);
  }

  private static void checkLoad(String plan, LoadProfile profile) {
    if (profile.duration().isZero() || profile.peak() == 0) {
      throw new IllegalArgumentException(
          plan + "has a profile without load; add a stage such as hold(…)");
    }
    if (profile.duration().compareTo(Quantity.LONGEST) > 0) {
      throw new IllegalArgumentException(
          plan
              + "lasts "
              + Quantity.duration(profile.duration())
              + "; up to "
              + Quantity.duration(Quantity.LONGEST)
              + " (1,000 days) is allowed; let its stages, or the pace, be shorter");
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
          plan
              + "has a profile in which nobody comes: its peak is "
              + profile.unit().exact(profile.peak())
              + whyNobody.get()
              + "; let its level, or the scale, be higher");
    }
  }

  /** Users that are always there must find a place in the profile. */
  private static void checkFixed(String plan, List<UserClass> classes, LoadProfile profile) {
    long fixed = classes.stream().map(UserClass::share).mapToLong(Share::users).sum();
    if (fixed > Math.round(profile.peak())) {
      throw new IllegalArgumentException(
          plan
              + "has "
              + fixed
              + " fixed users, and its profile has "
              + Math.round(profile.peak())
              + " users at its peak; fix fewer, or let the profile (after -Dscale or -Dusers, which"
              + " leave fixed users as they are) reach "
              + fixed);
    }
  }

  /** A window that no time of the plan can fill never has data. */
  private static void checkWindow(Threshold threshold, LoadProfile profile) {
    if (!(threshold.measure() instanceof EveryWindow window)) {
      return;
    }
    Optional<String> name = window.scope().phase();
    List<Phase> phases =
        name.map(phase -> Phase.meant(phase, profile.phases()))
            .orElse(List.of(new Phase("", Duration.ZERO, profile.duration())));
    Optional<Duration> longest =
        phases.stream().map(Phase::duration).max(Comparator.naturalOrder());
    if (longest.isPresent() && window.length().compareTo(longest.get()) > 0) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" has windows of "
              + Quantity.duration(window.length())
              + ", and "
              + name.map(phase -> "phase \"" + phase + "\"").orElse("the plan")
              + " lasts "
              + Quantity.duration(longest.get())
              + "; let the windows be shorter, or the time (with -Dpace) longer");
    }
  }

  /** Each probe is held against the thresholds by itself, so they must be such that it can be. */
  private static void checkEachProbe(
      String plan, CapacitySearch search, List<Threshold> thresholds) {
    if (thresholds.stream().allMatch(t -> t.measure() instanceof Capacity || t.isWarning())) {
      throw new IllegalArgumentException(
          plan
              + "searches for its capacity, and has no threshold that a level could break; add one"
              + " such as p95().below(ofMillis(200))");
    }
    for (Threshold threshold : thresholds) {
      String of = "threshold \"" + threshold + "\" ";
      Measure measure = threshold.measure();
      if (measure instanceof Capacity capacity) {
        if (capacity.quantity() != search.quantity()) {
          throw new IllegalArgumentException(
              of
                  + "is of "
                  + (capacity.quantity() == Quantity.COUNT ? "users" : "arrivals each second")
                  + ", and the search is of "
                  + search.unit()
                  + "; write such as "
                  + search.text(search.most()));
        }
        continue;
      }
      if (measure instanceof Measure.Trend) {
        throw new IllegalArgumentException(
            of
                + "is about how a run goes as a whole, and each probe of a capacity search is judged"
                + " by itself; leave it out, or ask it in a plan with a profile");
      }
      if (threshold.abort().isPresent()) {
        throw new IllegalArgumentException(
            of
                + "aborts, and a probe that breaks is how a capacity is found; leave out abortAfter(…)");
      }
      for (Figure figure : measure.figures()) {
        if (figure.scope().phase().isPresent()) {
          throw new IllegalArgumentException(
              of
                  + "names a phase, and each probe of a capacity search is judged by itself; leave out"
                  + " in(…)");
        }
      }
      if (measure instanceof EveryWindow window && window.length().compareTo(search.hold()) > 0) {
        throw new IllegalArgumentException(
            of
                + "needs "
                + Quantity.duration(window.length())
                + ", and a probe is held for "
                + Quantity.duration(search.hold())
                + "; let the window be shorter, or holdFor(…) longer");
      }
    }
  }

  /** Recovery compares what comes after a phase with what was before it. */
  private static void checkRecovery(Threshold threshold, String phase, LoadProfile profile) {
    oneOf(threshold, "phase", phase, phaseNames(profile));
    List<String> names = profile.phases().stream().map(Phase::name).toList();
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

  /**
   * The refusal of a threshold that names something unknown: says what it names and what there is.
   */
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
            + (known.isEmpty()
                ? "none"
                : String.join(", ", known.stream().map(k -> "\"" + k + "\"").toList())));
  }
}
