package dev.onrush.internal.gatling.arrival;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.atomic.AtomicLong;
import scala.Option;

/** An injection profile whose users Gatling's injector does not start. */
@FunctionalInterface
public interface ExternalInjection extends InjectionProfile {

  /** Called when Gatling starts the injection; returns its workload. */
  ExternalWorkload start(
      Scenario scenario, AtomicLong userIds, EventLoopGroup eventLoops, StatsEngine engine);

  /** Returns that the number of users is not known. */
  @Override
  default Option<Object> totalUserCount() {
    return Option.empty();
  }

  @Override
  default Workload workload(
      Scenario scenario,
      AtomicLong userIds,
      long startTime,
      EventLoopGroup eventLoops,
      StatsEngine engine,
      Clock clock) {
    return start(scenario, userIds, eventLoops, engine);
  }
}
