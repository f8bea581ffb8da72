package dev.onrush.internal.control;

import dev.onrush.plan.FlowLoad;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The load that a run really follows: the effective profile of each of its flows. Each is steered
 * by itself, or all together.
 */
public final class EffectiveLoad {

  /**
   * One flow.
   *
   * @param steady whether it holds its level while the profile of another flow is made
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

  /** The flows of a plan, as planned. */
  public static EffectiveLoad of(List<FlowLoad> planned) {
    return new EffectiveLoad(
        planned.stream()
            .map(load -> new Part(load, EffectiveProfile.of(load.profile()), false))
            .toList(),
        List.of());
  }

  /**
   * Flows of which one has a profile that is made while the run goes, segment by segment; the
   * others hold their last levels beside it, with phases of the same names.
   *
   * @param openings with which they begin
   * @param made name of the flow; empty if the run has no other
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

  /** The load with the next segment of the profile that is made while the run goes. */
  public EffectiveLoad with(ProfileSegment segment) {
    return new EffectiveLoad(parts.stream().map(p -> p.with(segment)).toList(), interventions);
  }

  /**
   * The load after one more intervention, which comes after all others. One that names no flow is
   * for each flow on which it has an effect.
   *
   * @throws IllegalArgumentException if there is no such flow, or the command has no effect
   */
  public EffectiveLoad with(Intervention intervention) {
    Optional<String> flow = intervention.flow();
    if (flow.isPresent() && parts.stream().noneMatch(part -> part.isOf(flow))) {
      throw new IllegalArgumentException(
          "flow was \""
              + flow.get()
              + "\"; "
              + (parts.size() == 1 ? "the run has one, which is steered without a name" : have()));
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

  /** By hand, no flow of a profile that is made gets a further segment. */
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

  /** A level, and a phase, is one of some flow. */
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

  /** The flows as they are known after {@code elapsed}: each of them has an end. */
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

  /** The segments of a profile that is made while the run goes, in order. */
  public List<ProfileSegment> segments() {
    return parts.stream()
        .filter(part -> !part.steady())
        .flatMap(part -> part.profile().segments().stream())
        .toList();
  }

  /** What was done by hand, in order. */
  public List<Intervention> interventions() {
    return interventions;
  }

  /** Whether the clock of each flow stands still. */
  public boolean paused() {
    return profiles().stream().allMatch(EffectiveProfile::paused);
  }

  /** Whether the end is not known: a flow is paused, or another segment is to come. */
  public boolean isOpen() {
    return awaitsSegment() || profiles().stream().anyMatch(EffectiveProfile::paused);
  }

  /** Whether another segment is to come; none does after a change by hand. */
  public boolean awaitsSegment() {
    return profiles().stream().anyMatch(EffectiveProfile::isOpen);
  }
}
