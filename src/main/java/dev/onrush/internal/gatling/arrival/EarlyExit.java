package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.gatling.user.VirtualUser;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The exit of a user that leaves before the load profile ends it, for example by {@code
 * exitHereIfFailed}. A user of a closed workload first waits as it would have before its next
 * iteration, and is an active user until then. So its replacement does not come faster than the
 * plan lets a user work, whatever the service does.
 */
public final class EarlyExit {

  /**
   * The shortest wait before a user that could not be started is replaced, even without a think
   * time.
   */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Action exit;
  private final MeteredStatsEngine engine;

  public EarlyExit(Action exit, MeteredStatsEngine engine) {
    this.exit = exit;
    this.engine = engine;
  }

  public Action action() {
    return new Step("onrush-exit", session -> leave(session, Duration.ZERO, engine::leftEarly));
  }

  /**
   * Returns the exit of users that could not be started. They are not recorded as having left
   * early.
   */
  public Action ofNotStarted() {
    return new Step("onrush-exit", session -> leave(session, LEAST, scenario -> {}));
  }

  private void leave(Session session, Duration atLeast, Consumer<String> recorded) {
    VirtualUser user = VirtualUser.ofOrNull(session);
    Population population = user == null ? null : user.population;
    if (user == null || population == null || user.arrived || user.left) {
      exit.$bang(session);
      return;
    }
    recorded.accept(session.scenario());
    user.moveTo(population, Population.NOWHERE);
    Duration wait = user.waitOf(population, atLeast);
    if (wait.isNegative() || wait.isZero()) {
      exit.$bang(session);
      return;
    }
    Future<?> unused =
        session
            .eventLoop()
            .schedule(
                () -> {
                  engine.waited(session.scenario(), wait.toNanos());
                  exit.$bang(session);
                },
                wait.toNanos(),
                TimeUnit.NANOSECONDS);
  }
}
