package dev.onrush.internal.control;

import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The load that a run actually follows: the effective profile of each of its flows. Flows are
 * steered individually or all together.
 */
public final class EffectiveLoad {

  /**
   * One flow.
   *
   * @param steady whether the flow holds its level while the profile of another flow is created
   */
  private record Part(FlowLoad planned, EffectiveProfile profile, boolean steady) {
    Part with(EffectiveProfile other) {
      return new Part(planned, other, steady);
    }

    Part with(ProfileSegment segment) {
      List<Stage> known = profile.profile().stages();
      return with(
          profile.with(steady ? segment.holding(known.get(known.size() - 1).to()) : segment));
    }

    boolean isOf(Optional<String> flow) {
      return flow.isEmpty() || planned.name().equals(flow);
    }
  }

  private final List<Part> parts;
  private final List<Intervention> interventions;

  private EffectiveLoad(List<Part> parts, List<Intervention> interventions) {
    this.parts = List.copyOf(parts);
    this.interventions = List.copyOf(interventions);
  }

  /** Creates the load of the flows of a plan, as planned. */
  public static EffectiveLoad of(List<FlowLoad> planned) {
    return new EffectiveLoad(
        planned.stream()
            .map(load -> new Part(load, EffectiveProfile.of(load.profile()), false))
            .toList(),
        List.of());
  }

  /**
   * Creates the load of flows of which one has a profile that is created during the run, segment by
   * segment. Meanwhile the other flows hold their last levels, with phases of the same names.
   *
   * @param openings the loads with which the flows start
   * @param made the name of the flow whose profile is created; empty if the run has no other flow
   */
  public static EffectiveLoad opening(List<FlowLoad> openings, Optional<String> made) {
    return new EffectiveLoad(
        openings.stream()
            .map(
                load ->
                    new Part(
                        load, EffectiveProfile.opening(load.profile()), !load.name().equals(made)))
            .toList(),
        List.of());
  }

  /** Returns the load with the next segment of the profile that is created during the run. */
  public EffectiveLoad with(ProfileSegment segment) {
    return new EffectiveLoad(parts.stream().map(p -> p.with(segment)).toList(), interventions);
  }

  /**
   * Returns the load after one more intervention, which follows all others. An intervention that
   * names no flow applies to each flow on which it has an effect.
   *
   * @throws IllegalArgumentException if there is no such flow, or if the command has no effect
   */
  public EffectiveLoad with(Intervention intervention) {
    Optional<String> flow = intervention.flow();
    if (flow.isPresent() && parts.stream().noneMatch(part -> part.isOf(flow))) {
      throw new IllegalArgumentException(
          "flow was \""
              + flow.get()
              + "\"; "
              + (parts.size() == 1 ? "the run has only one flow; leave its name out" : have()));
    }
    if (parts.size() == 1) {
      return steered(
          List.of(parts.get(0).with(parts.get(0).profile().with(intervention))), intervention);
    }
    if (flow.isEmpty()) {
      checkForAll(intervention.command());
    }
    List<Part> all = new ArrayList<>();
    Optional<IllegalArgumentException> refused = Optional.empty();
    boolean effective = false;
    for (Part part : parts) {
      Part next = part;
      if (part.isOf(flow)) {
        try {
          next = part.with(part.profile().with(intervention));
          effective = true;
        } catch (IllegalArgumentException e) {
          refused = refused.or(() -> Optional.of(refused(part, e)));
        }
      }
      all.add(closed(next, intervention.command()));
    }
    if (!effective) {
      throw refused.orElseThrow();
    }
    return steered(all, intervention);
  }

  /**
   * Ends a profile that is created during the run: after an intervention other than stop, no flow
   * gets a further segment.
   */
  private static Part closed(Part part, Command command) {
    return part.profile().isOpen() && !(command instanceof Stop)
        ? part.with(part.profile().closed())
        : part;
  }

  private EffectiveLoad steered(List<Part> next, Intervention intervention) {
    List<Intervention> done = new ArrayList<>(interventions);
    done.add(intervention);
    return new EffectiveLoad(next, done);
  }

  private static IllegalArgumentException refused(Part part, IllegalArgumentException e) {
    return new IllegalArgumentException(
        "flow \"" + part.planned().name().orElse("") + "\": " + e.getMessage(), e);
  }

  /** Refuses a command that applies to a single flow: a level or a phase belongs to one flow. */
  private void checkForAll(Command command) {
    boolean ofOneFlow =
        command.match(
            new Command.Cases<>() {
              @Override
              public Boolean pause() {
                return false;
              }

              @Override
              public Boolean resume() {
                return false;
              }

              @Override
              public Boolean skipPhase() {
                return true;
              }

              @Override
              public Boolean setLevel(double level) {
                return true;
              }

              @Override
              public Boolean followPlan() {
                return false;
              }

              @Override
              public Boolean stop() {
                return false;
              }
            });
    if (ofOneFlow) {
      throw new IllegalArgumentException(
          "\"" + command.text() + "\" is for one flow; " + have() + "; select one of them");
    }
  }

  private String have() {
    return "the run has "
        + String.join(", ", parts.stream().map(p -> p.planned().name().orElse("")).toList());
  }

  /** The flows, past and future, in order. While a flow is paused, its pause has no end. */
  public List<FlowLoad> flows() {
    return parts.stream().map(part -> part.planned().with(part.profile().profile())).toList();
  }

  /** The flows as known after {@code elapsed}. Each of them has an end. */
  public List<FlowLoad> flowsAsOf(Duration elapsed) {
    return parts.stream()
        .map(part -> part.planned().with(part.profile().profileAsOf(elapsed)))
        .toList();
  }

  /** The phases of all flows, in the order of the flows. */
  public List<Phase> phases() {
    return flows().stream().flatMap(flow -> flow.phases().stream()).toList();
  }

  /** The effective profile of each flow, in order. */
  public List<EffectiveProfile> profiles() {
    return parts.stream().map(Part::profile).toList();
  }

  /** The end of the flow that ends last. */
  public Duration end() {
    return parts.stream()
        .map(part -> part.profile().profile())
        .map(LoadProfile::duration)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The segments of the profile that is created during the run, in order. */
  public List<ProfileSegment> segments() {
    return parts.stream()
        .filter(part -> !part.steady())
        .flatMap(part -> part.profile().segments().stream())
        .toList();
  }

  /** The interventions, in order. */
  public List<Intervention> interventions() {
    return interventions;
  }

  /** When the last segment or intervention takes effect; zero if there is none. */
  public Duration lastChange() {
    return Stream.concat(
            segments().stream().map(ProfileSegment::at),
            interventions.stream().map(Intervention::at))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Whether the clocks of all flows are paused. */
  public boolean paused() {
    return profiles().stream().allMatch(EffectiveProfile::paused);
  }

  /** Whether the end of the load is unknown: a flow is paused, or another segment follows. */
  public boolean isOpen() {
    return awaitsSegment() || profiles().stream().anyMatch(EffectiveProfile::paused);
  }

  /** Whether another segment follows. No segment follows after a change by hand. */
  public boolean awaitsSegment() {
    return profiles().stream().anyMatch(EffectiveProfile::isOpen);
  }
}
