package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.arrival.ExternalInjection;
import dev.onrush.internal.gatling.arrival.ExternalScenario;
import dev.onrush.internal.gatling.arrival.ExternalWorkload;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.PopulationBuilder;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A scenario whose users run in other JVMs. It has no users here, and ends when {@link #over()} is
 * called.
 */
public final class RemoteScenario {

  private static final String NAME = "(injectors)";

  private @Nullable Remote remote;
  private boolean over;

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
  public PopulationBuilder population() {
    ExternalInjection injection =
        (scenario, userIds, eventLoops, engine) -> {
          Remote workload = new Remote(scenario, userIds, eventLoops, engine);
          begun(workload);
          return workload;
        };
    return ExternalScenario.population(NAME, new Nothing(), injection);
  }

  /** The action of the scenario, which does nothing. */
  private static final class Nothing implements ActionBuilder {
    @Override
    public Action build(ScenarioContext ctx, Action next) {
      return next;
    }
  }

  /** The workload of the scenario, which starts no user. */
  private static final class Remote extends ExternalWorkload {
    private final EventLoopGroup eventLoops;

    Remote(Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine) {
      super(scenario, userIds, eventLoops, engine);
      this.eventLoops = eventLoops;
    }

    @Override
    protected Duration planned() {
      return Duration.ZERO;
    }
  }
}
