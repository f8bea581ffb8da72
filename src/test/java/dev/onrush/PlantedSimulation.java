package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;

/**
 * A simulation with a secret wherever a user can put one; {@link PlantedSecretsTest} searches for
 * them.
 */
public class PlantedSimulation extends LoadSimulation {

  /** The password in the user info of an address; no setting declares it as secret. */
  static final String PASSWORD = "pass-0f-the-addre55";

  @Override
  protected LoadPlan plan() {
    String secret = settings().secret("planted");
    return loadPlan("plan " + secret)
        .users(
            userClass("class " + secret)
                .thinkTime(constant(ofMillis(100)))
                .onStart(
                    counter("metric " + secret).add(1),
                    group("group " + secret)
                        .on(
                            exec(
                                http("request " + secret)
                                    .get("/ask")
                                    .queryParam("token", secret)
                                    .header("X-Token", secret)
                                    .basicAuth("user", secret)
                                    .check(bodyString().is(secret)))),
                    exec(http("address").get("http://user:" + PASSWORD + "@127.0.0.1:1/")),
                    exec(
                        session -> {
                          throw new IllegalStateException("thrown " + secret);
                        }))
                .task("task " + secret, get("/ask")))
        .profile(concurrentUsers().hold(3, ofSeconds(3)).named("phase " + secret))
        .thresholds(
            requestCount()
                .of("request " + secret)
                .by("class " + secret)
                .during("phase " + secret)
                .atLeast(1),
            errorCount().of("request " + secret).atMost(0));
  }
}
