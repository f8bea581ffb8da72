package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.arrival.EmptyScenario;
import io.gatling.commons.util.Clock;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.PopulationBuilder;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A scenario whose users run in other JVMs. It has no users here, and ends when {@link #over()} is
 * called.
 */
public final class RemoteScenario {

  private static final String NAME = "(injectors)";

  private final Duration planned;
  private @Nullable Remote remote;
  private boolean over;

  /**
   * Creates a scenario that waits.
   *
   * @param planned its duration, as reported to Gatling
   */
  public RemoteScenario(Duration planned) {
    this.planned = planned;
  }

  /**
   * Ends the scenario: there will be no more users. May be called by any thread, even before the
   * scenario has begun.
   */
  public void over() {
    Remote begun;
    synchronized (this) {
      over = true;
      begun = remote;
    }
    if (begun != null) {
      begun.complete();
    }
  }

  private void begun(Remote scenario) {
    boolean already;
    synchronized (this) {
      remote = scenario;
      already = over;
    }
    if (already) {
      // Gatling has to know of the scenario before it is notified of its end.
      Future<?> unused =
          scenario.eventLoops.next().schedule(scenario::complete, 500, TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the population for Gatling's {@code setUp}. */
  @SuppressWarnings("unchecked")
  public PopulationBuilder population() {
    List<ActionBuilder> nothing = List.of(new Nothing());
    return new PopulationBuilder(
        new io.gatling.core.structure.PopulationBuilder(
            new ScenarioBuilder(NAME, CollectionConverters.asScala(nothing).toList()),
            new Waiting(),
            Map$.MODULE$.empty(),
            (scala.collection.immutable.List<io.gatling.core.controller.throttle.ThrottleStep>)
                (Object) Nil$.MODULE$,
            Option.empty(),
            (scala.collection.immutable.List<
                    scala.collection.immutable.List<io.gatling.core.structure.PopulationBuilder>>)
                (Object) Nil$.MODULE$,
            false));
  }

  /** An action that does nothing, since Gatling refuses a scenario without an action. */
  private static final class Nothing implements ActionBuilder {
    @Override
    public Action build(ScenarioContext ctx, Action next) {
      return next;
    }
  }

  private final class Waiting implements InjectionProfile {
    @Override
    public Option<Object> totalUserCount() {
      return Option.empty();
    }

    @Override
    public Workload workload(
        Scenario scenario,
        AtomicLong userIds,
        long startTime,
        EventLoopGroup eventLoops,
        StatsEngine engine,
        Clock clock) {
      Remote made = new Remote(scenario, userIds, eventLoops, engine);
      begun(made);
      return made;
    }
  }

  /**
   * The workload of the scenario. Gatling ends a scenario when a user ends after all users have
   * been scheduled.
   */
  private final class Remote extends Workload {
    private final Scenario scenario;
    private final EventLoopGroup eventLoops;
    private boolean complete;
    private boolean stopped;

    Remote(Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine) {
      super(scenario, userIds, eventLoops, engine);
      this.scenario = scenario;
      this.eventLoops = eventLoops;
    }

    synchronized void complete() {
      if (!complete) {
        complete = true;
        EmptyScenario.complete(scenario);
      }
    }

    @Override
    public void injectBatch(FiniteDuration ignored) {}

    @Override
    public synchronized void endUser() {
      stopped = complete;
    }

    @Override
    public synchronized boolean isAllUsersScheduled() {
      return complete;
    }

    @Override
    public synchronized boolean isAllUsersStopped() {
      return stopped;
    }

    @Override
    public FiniteDuration duration() {
      return FiniteDuration.apply(planned.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }
}
