package dev.onrush.internal.gatling.stats;

import io.gatling.commons.stats.Status;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import scala.Option;
import scala.collection.immutable.List;

/** A statistics engine that drops everything, for parts of a run that are not measured. */
public final class SilentStats implements StatsEngine {

  @Override
  public void start() {}

  @Override
  public void stop(ActorRef<Controller.Command> controller, Option<Exception> exception) {}

  @Override
  public void logUserStart(String scenario) {}

  @Override
  public void logUserEnd(String scenario) {}

  @Override
  public void logResponse(
      String scenario,
      List<String> groups,
      String request,
      long start,
      long end,
      Status status,
      Option<String> code,
      Option<String> message) {}

  @Override
  public void logGroupEnd(String scenario, GroupBlock group, long exit) {}

  @Override
  public void logRequestCrash(String scenario, List<String> groups, String request, String error) {}
}
