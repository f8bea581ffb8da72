package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.loop.LoopTimes;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.gatling.stats.ScriptFailures;
import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.Weights;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The life of a user of a plan: on-start; then tasks, picked by weight, with waits between them;
 * and on-stop when the user has to leave. In an open workload, the user runs one task.
 *
 * <p>It is an action, and does not use Gatling's loops and switches. So choices depend only on the
 * seed, the profile is consulted before each iteration, and a failure in one iteration does not
 * affect the next.
 */
public final class UserLoop implements ActionBuilder {

  private final UserClass userClass;
  private final Population population;
  private final PlanClock clock;
  private final Feeds feeds;

  public UserLoop(UserClass userClass, Population population, Feeds feeds) {
    this.userClass = userClass;
    this.population = population;
    this.feeds = feeds;
    this.clock = population.clock();
  }

  @Override
  public Action build(ScenarioContext ctx, Action exit) {
    feeds.begin(ctx, exit);
    Action stop = chain(userClass.onStop(), ctx, exit);
    return new Life(ctx, stop).start;
  }

  /** The chains that the users may run. */
  List<ActionBuilder> chains() {
    List<ActionBuilder> all = new ArrayList<>();
    userClass.onStart().ifPresent(c -> all.addAll(builders(c)));
    userClass.tasks().forEach(t -> all.addAll(builders(t.chain())));
    userClass.onStop().ifPresent(c -> all.addAll(builders(c)));
    return all;
  }

  private static List<ActionBuilder> builders(ChainBuilder chain) {
    return CollectionConverters.asJava(chain.wrapped.actionBuilders());
  }

  private static Action chain(Optional<ChainBuilder> chain, ScenarioContext ctx, Action next) {
    return chain.map(c -> build(c, ctx, next)).orElse(next);
  }

  private static Action build(ChainBuilder chain, ScenarioContext ctx, Action next) {
    Action built = chain.wrapped.build(ctx, next);
    ScriptFailures.watch(built, (MeteredStatsEngine) ctx.coreComponents().statsEngine());
    return built;
  }

  /**
   * The actions of one user class, shared by all its users. The state of each user is in its
   * session.
   */
  private final class Life {
    private final Action stop;
    private final MeteredStatsEngine engine;
    private final Action start;
    private final List<Action> tasks;
    private final Weights weights;

    Life(ScenarioContext ctx, Action stop) {
      this.stop = stop;
      this.engine = (MeteredStatsEngine) ctx.coreComponents().statsEngine();
      this.weights = Weights.of(userClass.tasks());
      Action rest = new Step("onrush-rest", this::rest);
      this.tasks =
          userClass.tasks().stream().map(t -> UserLoop.build(t.chain(), ctx, rest)).toList();
      Action loop = new Step("onrush-loop", this::iterate);
      this.start = chain(userClass.onStart(), ctx, loop);
    }

    /**
     * Starts the first or the next iteration, unless the user has to leave. No iteration starts
     * after the load has ended, since an event loop that is shut down first runs all tasks that it
     * is given. The rounds of a loop within a task, such as {@code forever}, are not controlled
     * here.
     */
    private void iterate(Session session) {
      if (!engine.active()) {
        return;
      }
      if (clock.deferIfPaused(session.eventLoop(), () -> iterate(session))) {
        return;
      }
      VirtualUser user = VirtualUser.of(session);
      long now = System.nanoTime();
      if (user.iterationEnd != 0) {
        engine.waited(session.scenario(), now - user.iterationEnd);
      }
      if (clock.schedule().closed() && population.releaseIfSurplus()) {
        user.left = true;
        leave(session, user);
        return;
      }
      user.iterationStart = now;
      Session next = session.markAsSucceeded();
      int task = weights.pick(user.random);
      if (task != user.task) {
        user.task = task;
        next = next.set(Task.NAME_ATTRIBUTE, userClass.tasks().get(task).name());
      }
      user.moveTo(population, task);
      user.turn = LoopTimes.turn();
      tasks.get(task).$bang(next);
    }

    private void leave(Session session, VirtualUser user) {
      user.moveTo(population, population.onStop());
      stop.$bang(session.markAsSucceeded().set(Task.NAME_ATTRIBUTE, Task.ON_STOP));
    }

    private void rest(Session session) {
      VirtualUser user = VirtualUser.of(session);
      if (!clock.schedule().closed()) {
        leave(session, user);
        return;
      }
      user.iterationEnd = System.nanoTime();
      user.moveTo(population, Population.NOWHERE);
      Duration wait = user.waitOf(population);
      if ((wait.isNegative() || wait.isZero()) && user.turn != LoopTimes.turn()) {
        iterate(session);
        return;
      }
      // An iteration that ends in the same turn of the event loop gives way to other users. The
      // next iteration starts in the next turn, since the loop does not read answers until its
      // queue is empty.
      Future<?> unused =
          session
              .eventLoop()
              .schedule(() -> iterate(session), wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
