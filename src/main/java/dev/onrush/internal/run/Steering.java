package dev.onrush.internal.run;

import dev.onrush.internal.capacity.CapacityController;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.Command;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Command.SkipPhase;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The load of a run in progress: the load of the plan, with the segments that a capacity search
 * adds and the changes made by hand. Each change is passed to the engine, to the source as new
 * phases, and to the log. Guarded by the lock of its run.
 */
final class Steering {

  private final Optional<EffectiveLoad> opening;
  private final Optional<CapacityController> search;
  private final Engine engine;
  private final Source source;
  private final RunLog log;
  private final List<Intervention> interventions = new ArrayList<>();
  private Optional<EffectiveLoad> load;

  /**
   * Creates the unchanged load.
   *
   * @param opening the load with which the run starts; empty without a load profile
   */
  Steering(
      Optional<EffectiveLoad> opening,
      Optional<CapacityController> search,
      Engine engine,
      Source source,
      RunLog log) {
    this.opening = opening;
    this.search = search;
    this.engine = engine;
    this.source = source;
    this.log = log;
    this.load = opening;
  }

  /** Starts the load of a capacity search, whose first level is set by its controller. */
  void begin() {
    if (search.isPresent()) {
      load.ifPresent(engine::follow);
    }
  }

  /**
   * Applies a change made by hand, and returns it.
   *
   * @param now since the run's start; the change takes effect when the source can follow it
   * @param by the source of the change, such as {@code dashboard}
   * @throws IllegalArgumentException if the change cannot be made; then nothing has changed
   */
  Intervention apply(Duration now, Command command, String by, Optional<String> flow) {
    if (command instanceof SkipPhase && load.filter(EffectiveLoad::awaitsSegment).isPresent()) {
      // It would only make the search void: what follows a phase depends on what was measured.
      throw new IllegalArgumentException(
          "a capacity search sets its own phases, so none can be skipped; stop ends the run");
    }
    if (command instanceof SetLevel level) {
      checkWhole(level, flow);
    }
    Intervention intervention =
        new Intervention(
            command instanceof Stop ? afterLastChange(now) : effectOf(now), command, by, flow);
    if (load.isPresent()) {
      follow(load.get().with(intervention));
    } else if (!(intervention.command() instanceof Stop)) {
      throw new IllegalArgumentException(
          "\""
              + intervention.command().text()
              + "\" needs a load profile, and this simulation has none; the only possible command"
              + " is: stop");
    }
    add(intervention);
    return intervention;
  }

  /** Refuses a fraction of a user. Earlier logs may contain one, so the profile accepts it. */
  private void checkWhole(SetLevel command, Optional<String> flow) {
    double level = command.level();
    boolean ofUsers =
        load.map(EffectiveLoad::flows).orElse(List.of()).stream()
            .filter(of -> flow.isEmpty() || of.name().equals(flow))
            .anyMatch(of -> !of.profile().isOpen());
    if (ofUsers && level != Math.rint(level)) {
      throw new IllegalArgumentException(
          "level was "
              + Quantity.plain(level)
              + "; a number of users is whole, such as "
              + Quantity.plain(Math.floor(level))
              + " or "
              + Quantity.plain(Math.ceil(level)));
    }
  }

  /** When a change that is made now takes effect. */
  private Duration effectOf(Duration now) {
    return afterLastChange(now.plus(source.notice().truncatedTo(ChronoUnit.MICROS)));
  }

  /** Changes apply in their order: none takes effect before the one that was made before it. */
  private Duration afterLastChange(Duration moment) {
    return load.map(EffectiveLoad::lastChange)
        .filter(last -> last.compareTo(moment) > 0)
        .orElse(moment);
  }

  private void follow(EffectiveLoad next) {
    engine.follow(next);
    load = Optional.of(next);
    source.phases(next.phases());
  }

  private void add(Intervention intervention) {
    interventions.add(intervention);
    log.write(l -> l.add(intervention));
  }

  private void add(ProfileSegment segment) {
    search.ifPresent(s -> s.follow(segment));
    log.write(l -> l.add(segment));
  }

  /**
   * Applies all changes that were made elsewhere. Changes that are already known have no effect.
   */
  void follow(List<ProfileSegment> segments, List<Intervention> done) {
    if (load.isEmpty()) {
      return;
    }
    EffectiveLoad known = load.get();
    EffectiveLoad next = opening.orElseThrow();
    for (ProfileSegment segment : segments) {
      next = next.with(segment);
    }
    for (Intervention intervention : done) {
      next = next.with(intervention);
    }
    follow(next);
    segments.subList(known.segments().size(), segments.size()).forEach(this::add);
    done.subList(interventions.size(), done.size()).forEach(this::add);
  }

  /**
   * Adds the next segment of a capacity search, if one is due and no intervention has taken over
   * the load.
   */
  void search(Timeline timeline, Duration now) {
    if (search.isEmpty()
        || load.isEmpty()
        || !load.get().awaitsSegment()
        || now.compareTo(load.get().lastChange()) < 0) {
      return;
    }
    Optional<ProfileSegment> next =
        search.get().next(timeline, now).map(segment -> segment.at(effectOf(now)));
    if (next.isPresent()) {
      follow(load.get().with(next.get()));
      add(next.get());
    }
  }

  /** The flows as known at the given moment; empty without a load profile. */
  List<FlowLoad> flowsAsOf(Duration moment) {
    return load.map(l -> l.flowsAsOf(moment)).orElse(List.of());
  }

  /** The end of the load; empty without a load profile, and while a search goes on. */
  Optional<Duration> end() {
    return load.filter(l -> !l.isOpen()).map(EffectiveLoad::end);
  }

  boolean paused() {
    return load.map(EffectiveLoad::paused).orElse(false);
  }

  boolean hasProfile() {
    return load.isPresent();
  }

  /** The interventions so far, in order. */
  List<Intervention> interventions() {
    return interventions;
  }

  /** The first intervention that stops the run. */
  Optional<Intervention> firstStop() {
    return interventions.stream().filter(i -> i.command() instanceof Stop).findFirst();
  }
}
