package dev.onrush.internal.gatling.action;

import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.stats.StatsEngine;

/** Makes Gatling's core components anew, with some parts replaced. */
public final class Components {

  private Components() {}

  /** The same with another statistics engine. */
  public static CoreComponents with(CoreComponents core, StatsEngine engine) {
    return with(core, engine, core.controller(), core.exit());
  }

  /** The same with another statistics engine, controller and last action. */
  public static CoreComponents with(
      CoreComponents core,
      StatsEngine engine,
      ActorRef<Controller.Command> controller,
      Action exit) {
    return new CoreComponents(
        core.actorSystem(),
        core.eventLoopGroup(),
        controller,
        core.throttler(),
        engine,
        core.clock(),
        exit,
        core.configuration());
  }
}
