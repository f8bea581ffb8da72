package dev.onrush.gatling;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Brings the users of one class as the plan has them due. Gatling asks about once a second; each
 * time every start that falls due before it asks again is put on an event loop's own timer, to the
 * nanosecond, where Gatling's own injection would start a second's users in batches.
 */
final class PlannedInjection implements InjectionProfile {

  /** How far ahead starts are scheduled; Gatling asks again after a second, or later when busy. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** How finely a closed profile is looked at; users due within a step are spread over it. */
  private static final Duration STEP = Duration.ofMillis(10);

  private final Population population;
  private final long seed;

  PlannedInjection(Population population, long seed) {
    this.population = population;
    this.seed = seed;
  }

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
    population.begin();
    return new Arrivals(scenario, userIds, eventLoops, engine);
  }

  /** Used by Gatling's injector thread only, but for the starts themselves. */
  private final class Arrivals extends Workload {
    private final Scenario scenario;
    private final AtomicLong userIds;
    private final EventLoopGroup eventLoops;
    private final StatsEngine engine;
    private Duration scheduledUntil = Duration.ZERO;
    private long scheduled;
    private long ended;
    private boolean complete;

    Arrivals(Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine) {
      super(scenario, userIds, eventLoops, engine);
      this.scenario = scenario;
      this.userIds = userIds;
      this.eventLoops = eventLoops;
      this.engine = engine;
    }

    @Override
    public void injectBatch(FiniteDuration ignored) {
      if (complete) {
        return;
      }
      Duration now = population.elapsed();
      Duration end = population.crowd().duration();
      Duration until = now.plus(AHEAD).compareTo(end) < 0 ? now.plus(AHEAD) : end;
      if (population.crowd().closed()) {
        // What has been missed since is due now; whoever left early is replaced now.
        replenish(now, scheduledUntil.compareTo(now) > 0 ? scheduledUntil : now, until);
      } else {
        arrive(now, until);
      }
      scheduledUntil = until;
      if (until.equals(end)) {
        complete = true;
        if (scheduled == ended) {
          endWithoutUser();
        }
      }
    }

    private void replenish(Duration now, Duration from, Duration until) {
      startMissing(now, now, Duration.ZERO);
      for (Duration at = from; at.compareTo(until) < 0; at = at.plus(STEP)) {
        startMissing(now, at, STEP);
      }
    }

    /** Starts as many as are missing from what is due at {@code at}, spread over {@code spread}. */
    private void startMissing(Duration now, Duration at, Duration spread) {
      int missing = population.crowd().usersAt(population.index(), at) - population.expected();
      for (int i = 0; i < missing; i++) {
        start(at.minus(now).plus(spread.multipliedBy(i).dividedBy(missing)));
      }
    }

    private void arrive(Duration now, Duration until) {
      long due = population.crowd().arrivalsBy(population.index(), until);
      while (scheduled < due) {
        start(population.crowd().dueAt(population.index(), scheduled + 1).minus(now));
      }
    }

    private void start(Duration delay) {
      long ordinal = scheduled++;
      long id = userIds.incrementAndGet();
      EventLoop eventLoop = eventLoops.next();
      population.invited();
      // A delay below zero is lag already: the injector itself came late.
      long due = System.nanoTime() + delay.toNanos();
      try {
        Future<?> unused =
            eventLoop.schedule(
                () -> begin(id, ordinal, eventLoop, due),
                Math.max(0, delay.toNanos()),
                TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // The run is over and its event loops are closed.
      }
    }

    private void begin(long id, long ordinal, EventLoop eventLoop, long due) {
      population.arrived();
      VirtualUser user = new VirtualUser(seed, population.index(), ordinal);
      user.lag = Math.max(0, System.nanoTime() - due);
      Session raw =
          Session$.MODULE$.apply(
              scenario.name(),
              id,
              exited -> {
                if (!user.left) {
                  population.gone();
                }
                return scenario.onExit().apply(exited);
              },
              eventLoop);
      Session session = scenario.onStart().apply(raw.set(VirtualUser.ATTRIBUTE, user));
      engine.logUserStart(scenario.name());
      scenario.entry().$bang(session);
    }

    /**
     * Gatling takes a scenario for finished when its last user ends after all have been scheduled.
     * Where nobody is there any more, or never was, a bare session walks to the exit in their
     * place.
     */
    private void endWithoutUser() {
      scheduled++;
      Session nobody =
          Session$.MODULE$.apply(scenario.name(), userIds.incrementAndGet(), eventLoops.next());
      scenario.ctx().coreComponents().exit().$bang(nobody);
    }

    @Override
    public void endUser() {
      ended++;
    }

    @Override
    public boolean isAllUsersScheduled() {
      return complete;
    }

    @Override
    public boolean isAllUsersStopped() {
      return complete && scheduled == ended;
    }

    @Override
    public FiniteDuration duration() {
      return FiniteDuration.apply(population.crowd().duration().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }
}
