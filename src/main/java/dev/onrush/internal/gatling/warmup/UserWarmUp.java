package dev.onrush.internal.gatling.warmup;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.arrival.ArrivalScheduler;
import dev.onrush.internal.gatling.arrival.PlannedInjection;
import dev.onrush.internal.gatling.arrival.UserCounting;
import dev.onrush.internal.gatling.chain.Feeds;
import dev.onrush.internal.gatling.chain.UserLoop;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.gatling.stats.SilentStats;
import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.units.Rate;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A short plan with an arrival rate, whose users start, send one request to this JVM and end. It
 * uses the code that starts and ends the users of a run, so that the JVM links this code before the
 * run and compiles it, which it does after some 200 calls. Without it, the first users of a run
 * send their requests some 10 to 30 ms late, and the users that are due meanwhile come in one
 * burst.
 */
final class UserWarmUp {

  private static final Rate RATE = new Rate(2_000);
  private static final Duration LONGEST = Duration.ofMillis(300);

  /**
   * On a slow machine, the warm-up of users is given up after this multiple of its planned length.
   */
  private static final int PATIENCE = 3;

  private static final String NAME = "warm-up";

  private UserWarmUp() {}

  /**
   * Returns the length of the warm-up of users: a fifth of the whole warm-up, but at most 0.3 s.
   *
   * @param warmUp the longest time that the warm-up may take, including the warm-up of users
   */
  static Duration length(Duration warmUp) {
    Duration fifth = warmUp.dividedBy(5);
    return fifth.compareTo(LONGEST) < 0 ? fifth : LONGEST;
  }

  /**
   * Runs the users; returns when the last one has ended.
   *
   * @param length the time in which users start
   * @param request the request that each user sends to this JVM
   * @param ctx the context, with a statistics engine that does not belong to a run
   * @param recorder the recorder of that engine
   */
  static void run(
      Duration length,
      ActionBuilder request,
      ScenarioContext ctx,
      EventLoopGroup loops,
      Recorder recorder) {
    int users = (int) (RATE.perSecond() * length.toMillis() / 1000);
    if (users == 0) {
      return;
    }
    UserClass userClass = UserClass.named(NAME).task(NAME, request);
    PlanClock clock =
        new PlanClock(new UserSchedule(List.of(userClass), ArrivalRate.none().hold(RATE, length)));
    Population population = new Population(userClass, clock, 0, 0);
    CountDownLatch gone = new CountDownLatch(users);
    Action exit =
        new Step(
            "onrush-warm-up-exit",
            session -> {
              session.exit();
              gone.countDown();
            });
    Action life =
        new UserLoop(userClass, population, Feeds.of(List.of(), Slice.WHOLE)).build(ctx, exit);
    CoreComponents core = ctx.coreComponents();
    MeteredStatsEngine engine = (MeteredStatsEngine) core.statsEngine();
    UserCounting counting =
        new UserCounting(NAME, ctx.protocolComponentsRegistry(), engine, recorder);
    AtomicBoolean over = new AtomicBoolean();
    Action entry =
        new Step("onrush-warm-up", session -> (over.get() ? exit : life).$bang(session), life);
    Scenario scenario =
        new Scenario(NAME, counting.entry(entry, exit), counting.onStart(), counting.onExit(), ctx);
    // Gatling's own statistics must not count users, even if they start after this warm-up has
    // ended.
    new PlannedInjection(population, new ArrivalScheduler(1, what -> {}), 0, Slice.WHOLE)
        .start(scenario, new AtomicLong(), loops, new SilentStats());
    try {
      boolean unused = gone.await(length.toMillis() * PATIENCE, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.set(true);
    }
  }
}
