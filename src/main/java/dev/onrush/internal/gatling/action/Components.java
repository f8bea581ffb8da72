package dev.onrush.internal.gatling.action;

import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.stats.StatsEngine;

/** Copies Gatling's core components with some parts replaced. */
public final class Components {

  private Components() {}

  /** Returns a copy with another statistics engine. */
  public static CoreComponents with(CoreComponents core, StatsEngine engine) {
    return with(core, engine, core.controller(), core.exit());
  }

  /** Returns a copy with another statistics engine, controller and last action. */
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
