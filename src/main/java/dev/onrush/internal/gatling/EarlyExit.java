package dev.onrush.internal.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The exit of a user that leaves before the profile lets it go, as by {@code exitHereIfFailed}. A
 * user of a closed workload waits first, as it would have before its next iteration, and is one of
 * the active users until then. So whoever replaces it comes no faster than the plan lets a user
 * work, whatever the service does.
 */
final class EarlyExit {

  private final Action exit;
  private final MeteredStatsEngine engine;

  EarlyExit(Action exit, MeteredStatsEngine engine) {
    this.exit = exit;
    this.engine = engine;
  }

  Action action() {
    return new Step("onrush-exit", this::leave);
  }

  private void leave(Session session) {
    VirtualUser user = VirtualUser.ofOrNull(session);
    Population population = user == null ? null : user.population;
    if (user == null || population == null || user.arrived || user.left) {
      exit.$bang(session);
      return;
    }
    engine.leftEarly(session.scenario());
    population.moved(user, VirtualUser.NOWHERE);
    Duration wait = population.waitOf(user);
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
