package dev.onrush.internal.gatling;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import scala.Option;

/** An injection profile that announces when its injection starts. */
final class AnnouncedInjection implements InjectionProfile {

  /** Learns that an injection starts. */
  interface RunStart {

    /** Returns when the run began, which is now if this is its first injection. */
    long begin(EventLoopGroup eventLoops, Clock clock);
  }

  private final InjectionProfile original;
  private final RunStart run;
  private final UnaryOperator<EventLoopGroup> loops;

  /**
   * Creates the announced form of an injection profile.
   *
   * @param loops returns the event loops of users, out of all
   */
  AnnouncedInjection(InjectionProfile original, RunStart run, UnaryOperator<EventLoopGroup> loops) {
    this.original = original;
    this.run = run;
    this.loops = loops;
  }

  @Override
  public Option<Object> totalUserCount() {
    return original.totalUserCount();
  }

  @Override
  public Workload workload(
      Scenario scenario,
      AtomicLong userIds,
      long startTime,
      EventLoopGroup eventLoops,
      StatsEngine engine,
      Clock clock) {
    // Scenarios that follow others begin when the users of these have left, and not at the start of
    // the run.
    long begin = Math.max(run.begin(eventLoops, clock), startTime);
    return original.workload(scenario, userIds, begin, loops.apply(eventLoops), engine, clock);
  }
}
