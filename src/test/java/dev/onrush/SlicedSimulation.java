package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The simulation that {@link SlicesOfARunTest} starts in several processes: ten users who each do
 * one thing.
 */
public class SlicedSimulation extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    return loadPlan("Sliced")
        .users(
            userClass("Member")
                .weight(1)
                .thinkTime(constant(ofSeconds(60))) // until the end
                .onStart( // also done by a user who starts late
                    feed(csv(System.getProperty("sliced.accounts")).queue()),
                    exec(session -> session.set("user", session.userId())),
                    http("Work").get("/member?#{account}&#{user}"))
                .task("Stay", exec(session -> session)),
            userClass("Guest")
                .fixed(3)
                .thinkTime(constant(ofSeconds(60)))
                .onStart(
                    feed(Stream.generate(() -> Map.<String, Object>of("any", 1)).iterator()),
                    exec(session -> session.set("user", session.userId())),
                    http("Look").get("/guest?#{any}&#{user}"))
                .task("Stay", exec(session -> session)))
        .profile(concurrentUsers().hold(10, ofSeconds(3)))
        .thresholds(errorCount().atMost(0));
  }
}
