package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.plan.Slice;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserSchedule;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Starts the users of one class when they are due. Gatling calls an injection profile about once a
 * second and would start the users of a second in batches. Here the {@link ArrivalScheduler} calls
 * it, hundreds of times a second.
 */
public final class PlannedInjection implements ExternalInjection {

  /** The steps in which a closed profile is evaluated for times that the scheduler has missed. */
  private static final Duration STEP = Duration.ofMillis(10);

  private final Population population;
  private final ArrivalScheduler injector;
  private final long seed;
  private final Slice slice;

  public PlannedInjection(
      Population population, ArrivalScheduler injector, long seed, Slice slice) {
    this.population = population;
    this.injector = injector;
    this.seed = seed;
    this.slice = slice;
  }

  @Override
  public ExternalWorkload start(
      Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine) {
    Arrivals arrivals = new Arrivals(scenario, userIds, eventLoops, engine);
    injector.add(arrivals);
    return arrivals;
  }

  /** Gatling's view of the users of one class. The scheduler's thread starts them. */
  private final class Arrivals extends ExternalWorkload implements ArrivalScheduler.UserStarter {
    private final Scenario scenario;
    private final AtomicLong userIds;
    private final EventLoopGroup eventLoops;
    private final StatsEngine engine;
    private Duration looked = Duration.ZERO;

    /** The number of users that the profile had released when it was last evaluated. */
    private int released;

    private long started;
    private final ArrivalSequence sequence;

    /** The number of arrivals that the profile has when the next user is due. */
    private double arrivals;

    Arrivals(Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine) {
      super(scenario, userIds, eventLoops, engine);
      this.scenario = scenario;
      this.userIds = userIds;
      this.eventLoops = eventLoops;
      this.engine = engine;
      UserSchedule schedule = population.clock().schedule();
      this.sequence = schedule.closed() ? () -> Double.POSITIVE_INFINITY : sequence(schedule);
      this.arrivals = sequence.next();
    }

    private ArrivalSequence sequence(UserSchedule schedule) {
      SplittableRandom random = VirtualUser.random(seed, population.number(), -1);
      int index = population.index();
      return switch (population.twin()) {
        case NONE -> ArrivalSequence.of(schedule, index, random, slice);
        case FIRST -> ArrivalSequence.ofTwin(schedule, index, random, false, slice);
        case SECOND -> ArrivalSequence.ofTwin(schedule, index, random, true, slice);
      };
    }

    @Override
    public PlanClock clock() {
      return population.clock();
    }

    @Override
    public Duration startDue(UserSchedule schedule, Duration now) {
      if (eventLoops.isShuttingDown()) {
        abandon();
        return now;
      }
      Duration end = schedule.duration();
      Duration until = now.compareTo(end) < 0 ? now : end;
      Duration next;
      if (schedule.closed()) {
        next = now.plus(STEP);
        int let = population.released();
        if (population.clock().paused()) {
          looked = until; // users that end meanwhile are replaced after the pause
          released = let;
          population.filled(false);
          return next;
        }
        for (Duration at = looked.plus(STEP); at.compareTo(until) < 0; at = at.plus(STEP)) {
          // Users that were released since the last evaluation were still there. Users that are due
          // after a step down and up again within a missed time start at the end of that time.
          startMissing(schedule, at, population.expectedSince(released));
        }
        // A user is due until the end of the profile, so no user is started at that very moment.
        if (until.compareTo(end) < 0) {
          startMissing(schedule, until, population.expected());
        }
        looked = until;
        released = let;
      } else {
        double due = schedule.arrivalsBy(until);
        while (arrivals <= due) {
          start(schedule.dueAt(arrivals));
          arrivals = sequence.next();
        }
        next = schedule.dueAt(arrivals);
      }
      population.filled(until.equals(end));
      if (until.equals(end)) {
        complete();
      }
      return next;
    }

    /**
     * Starts as many users as are missing at a time. A user that left early is replaced, too.
     *
     * @param there the number of users that were there at that time, or had been started
     */
    private void startMissing(UserSchedule schedule, Duration at, int there) {
      int missing = schedule.usersAt(population.index(), at) - there;
      for (int i = 0; i < missing; i++) {
        start(at);
      }
    }

    private void start(Duration due) {
      long ordinal = slice.ordinal(started++);
      long id = nextId();
      EventLoop eventLoop = eventLoops.next();
      long dueNanos = population.clock().nanoTime(due);
      population.invited();
      countStart();
      try {
        eventLoop.execute(() -> begin(id, ordinal, eventLoop, dueNanos));
      } catch (RejectedExecutionException e) {
        // The run is over and its event loops are closed.
      } catch (Throwable e) {
        countFailedStart();
        population.gone();
        throw e;
      }
    }

    /** Returns a user id that no other slice uses. Ids begin with 1, as Gatling's do. */
    private long nextId() {
      return slice.ordinal(userIds.incrementAndGet() - 1) + 1;
    }

    private void begin(long id, long ordinal, EventLoop eventLoop, long due) {
      VirtualUser user =
          new VirtualUser(
              seed, population.number(), ordinal, !population.clock().schedule().closed());
      user.population = population;
      user.iterationStart = System.nanoTime();
      user.lag = Math.max(0, user.iterationStart - due);
      user.moveTo(population, population.onStart());
      Session raw =
          Session$.MODULE$.apply(
              scenario.name(),
              id,
              exited -> {
                user.moveTo(population, Population.NOWHERE);
                if (!user.left) {
                  population.gone();
                }
                return scenario.onExit().apply(exited);
              },
              eventLoop);
      Session session =
          scenario
              .onStart()
              .apply(raw.set(VirtualUser.ATTRIBUTE, user).set(Task.NAME_ATTRIBUTE, Task.ON_START));
      engine.logUserStart(scenario.name());
      scenario.entry().$bang(session);
    }

    @Override
    protected Duration planned() {
      return population.clock().schedule().duration();
    }
  }
}
