package dev.onrush.internal.gatling.arrival;

import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scala.concurrent.duration.FiniteDuration;

/**
 * A workload whose users Gatling's injector does not start. Gatling ends a scenario when a user
 * ends after all users have been started; if none is left by then, or there never was one, this
 * workload notifies Gatling of the end. Thread-safe: Gatling counts the users that end, another
 * thread the users that start.
 */
public abstract class ExternalWorkload extends Workload {

  private final Scenario scenario;
  private long started;
  private long ended;
  private boolean complete;
  private boolean stopped;

  protected ExternalWorkload(
      Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine) {
    super(scenario, userIds, eventLoops, engine);
    this.scenario = scenario;
  }

  /** The planned duration, as reported to Gatling. */
  protected abstract Duration planned();

  /** Counts a user that is about to be started. */
  protected final synchronized void countStart() {
    started++;
  }

  /** Takes back the count of a user whose start has failed. */
  protected final synchronized void countFailedStart() {
    started--;
  }

  /** Marks all users as started. */
  public final synchronized void complete() {
    if (!complete && started == ended) {
      EmptyScenario.complete(scenario);
    }
    complete = true;
  }

  /** Starts no more users, because the load was ended early. Gatling learns of that elsewhere. */
  protected final synchronized void abandon() {
    complete = true;
  }

  /** Whether all users have been started, or no more will be. */
  public final synchronized boolean isComplete() {
    return complete;
  }

  @Override
  public final void injectBatch(FiniteDuration ignored) {}

  @Override
  public final synchronized void endUser() {
    ended++;
    stopped = complete && started == ended;
  }

  @Override
  public final boolean isAllUsersScheduled() {
    return isComplete();
  }

  @Override
  public final synchronized boolean isAllUsersStopped() {
    return stopped;
  }

  @Override
  public final FiniteDuration duration() {
    return FiniteDuration.apply(planned().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public final boolean isEmpty() {
    return false;
  }
}
