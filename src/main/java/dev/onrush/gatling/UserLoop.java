package dev.onrush.gatling;

import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
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
 * The life of a user of a plan: on-start; then tasks, picked by weight, with the waits between
 * them; and on-stop when it is told to leave. In an open workload there is one task.
 *
 * <p>An action, and not Gatling's loops and switches, so that the choices come from the seed, the
 * profile is asked before each iteration, and a failure in one iteration is not held against the
 * next.
 */
final class UserLoop implements ActionBuilder {

  private final UserClass userClass;
  private final Population population;
  private final PlanClock clock;
  private final Feeds feeds;

  UserLoop(UserClass userClass, Population population, Feeds feeds) {
    this.userClass = userClass;
    this.population = population;
    this.feeds = feeds;
    this.clock = population.clock();
  }

  @Override
  public Action build(ScenarioContext ctx, Action exit) {
    feeds.begin(ctx, exit);
    Action stop = chain(userClass.onStop(), ctx, exit);
    return new Life(ctx, stop).begin;
  }

  /** All that its users may do. */
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
    return chain.wrapped.build(ctx, next);
  }

  /** The actions of one class; shared by all its users, who carry their state in their sessions. */
  private final class Life {
    private final Action stop;
    private final MeteredStatsEngine engine;
    private final Action begin;
    private final List<Action> tasks;
    private final int[] cumulativeWeights;

    Life(ScenarioContext ctx, Action stop) {
      this.stop = stop;
      this.engine = (MeteredStatsEngine) ctx.coreComponents().statsEngine();
      this.cumulativeWeights = new int[userClass.tasks().size()];
      int sum = 0;
      for (int i = 0; i < cumulativeWeights.length; i++) {
        sum += userClass.tasks().get(i).weight();
        cumulativeWeights[i] = sum;
      }
      Action rest = new Step("onrush-rest", this::rest);
      this.tasks =
          userClass.tasks().stream().map(t -> UserLoop.build(t.chain(), ctx, rest)).toList();
      Action loop = new Step("onrush-loop", this::iterate);
      this.begin = chain(userClass.onStart(), ctx, loop);
    }

    /** The first iteration, or the next one, unless the user is to leave. */
    private void iterate(Session session) {
      if (clock.holdsUp(session.eventLoop(), () -> iterate(session))) {
        return;
      }
      VirtualUser user = VirtualUser.of(session);
      if (clock.crowd().closed() && population.leaves()) {
        user.left = true;
        stop.$bang(session.markAsSucceeded());
        return;
      }
      user.iterationStart = System.nanoTime();
      if (user.iterationEnd != 0) {
        engine.waited(session.scenario(), user.iterationStart - user.iterationEnd);
      }
      int task = pick(user);
      tasks
          .get(task)
          .$bang(
              session
                  .markAsSucceeded()
                  .set(Task.NAME_ATTRIBUTE, userClass.tasks().get(task).name()));
    }

    private void rest(Session session) {
      VirtualUser user = VirtualUser.of(session);
      if (!clock.crowd().closed()) {
        stop.$bang(session.markAsSucceeded());
        return;
      }
      user.iterationEnd = System.nanoTime();
      Duration wait = userClass.thinkTime().sample(user.random);
      if (userClass.pacing().isPresent()) {
        Duration spent = Duration.ofNanos(System.nanoTime() - user.iterationStart);
        Duration pace = userClass.pacing().get().minus(spent);
        wait = pace.compareTo(wait) > 0 ? pace : wait;
      }
      // Whoever would wake after the end wakes at the end, so that a run is not longer for it.
      Duration left = clock.crowd().duration().minus(clock.elapsed());
      wait = left.compareTo(wait) < 0 ? left : wait;
      // Even without a wait by way of the event loop: a task that sends nothing must not recurse.
      Future<?> unused =
          session
              .eventLoop()
              .schedule(() -> iterate(session), Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    }

    private int pick(VirtualUser user) {
      int number = user.random.nextInt(cumulativeWeights[cumulativeWeights.length - 1]);
      int task = 0;
      while (number >= cumulativeWeights[task]) {
        task++;
      }
      return task;
    }
  }
}
