package vineyard;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.UUID;

/**
 * A community of groups: 73 users browse, 18 write, and 9 monitor its health; ten more start each
 * second, for two minutes, as in a published report on Vineyard Group Fellowship (Django,
 * PostgreSQL; measured there with Locust). In that report, 73 % of all requests failed: PostgreSQL
 * had no connection left, a password took 600,000 rounds of PBKDF2 while a connection was held, and
 * all later requests of a user who could not log in failed.
 *
 * <p>The test runs at full size by default, and 100 users are few enough for any machine; {@code
 * -Dpace=0.5} halves its time. {@code -Denv=vineyard-exhausted} is the service as it was: FAIL,
 * with PostgreSQL's own message at the top of the errors. {@code -Denv=vineyard-pooled} is the
 * repaired service; it passes with {@code -Dusers=100}, 200 and 500.
 */
public class VineyardTest extends LoadSimulation {

  private static final String PASSWORD = "correct horse battery staple";

  @Override
  protected LoadPlan plan() {
    UserClass browsing =
        userClass("Browsing")
            .weight(8)
            .onStart(join())
            .thinkTime(between(ofSeconds(1), ofSeconds(3)))
            .task("List groups", told(get("/api/v1/groups")));
    UserClass active =
        userClass("Active")
            .weight(2)
            .onStart(join())
            .thinkTime(between(ofSeconds(1), ofSeconds(3)))
            .task(1, "List groups", told(get("/api/v1/groups")))
            .task(
                1,
                "Create group",
                told(
                    post("/api/v1/groups")
                        .header("Authorization", "Bearer #{token}")
                        .body(StringBody("{\"name\": \"Group #{randomUuid()}\"}"))
                        .asJson()));
    UserClass health =
        userClass("Health check")
            .weight(1)
            .pacing(ofSeconds(2))
            .task("Health check", told(get("/ready")));

    return loadPlan("Vineyard")
        .users(browsing, active, health)
        .profile(load().users(100).rampUp(ofSeconds(10)).holdFor(ofSeconds(105)))
        .thresholds(
            p95().below(ofMillis(200)),
            p99().below(ofMillis(500)),
            errorRate().below(ofPercent(0.5)),
            p95().of("Register user").below(ofMillis(300)),
            p95().of("Log in").below(ofMillis(200)),
            p95().of("List groups").below(ofMillis(100)),
            p95().of("Create group").below(ofMillis(300)));
  }

  /**
   * A user who cannot log in continues without a token, as real clients do: here the cascade
   * begins.
   */
  private static ChainBuilder join() {
    String account = "{\"username\": \"#{username}\", \"password\": \"" + PASSWORD + "\"}";
    return exec(session ->
            session.set("username", "member-" + UUID.randomUUID()).set("token", "none"))
        .exec(
            told(http("Register user").post("/api/v1/users").body(StringBody(account)).asJson()),
            told(http("Log in").post("/api/v1/login").body(StringBody(account)).asJson())
                .check(jsonPath("$.token").saveAs("token")));
  }

  /**
   * Makes a failed request fail with the service's own error message, which tells more than its
   * status.
   */
  private static HttpRequestActionBuilder told(HttpRequestActionBuilder request) {
    return request.check(
        status().lt(600), // without a status check, Gatling adds its own, which fails first
        jsonPath("$.error").notExists().name("the service says"));
  }
}
