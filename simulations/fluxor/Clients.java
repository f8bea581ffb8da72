package fluxor;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.*;

import dev.onrush.plan.UserClass;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

/**
 * Clients of a web framework with back-pressure: it immediately answers excess requests with 503.
 * This is intended, so a 503 is not a failure here; thresholds limit the share of these answers.
 */
final class Clients {

  static final int PUSHED_BACK = 503;

  private Clients() {}

  static UserClass clients() {
    return userClass("Clients")
        .thinkTime(between(ofMillis(500), ofMillis(1_500)))
        .task(30, "Health", answered(get("/health")))
        .task(20, "Ready", answered(get("/ready")))
        .task(20, "Users", answered(get("/api/users")))
        .task(
            20,
            "Echo",
            answered(
                post("/api/echo").body(StringBody("{\"message\": \"#{randomUuid()}\"}")).asJson()))
        .task(10, "Metrics", answered(get("/api/metrics")));
  }

  private static HttpRequestActionBuilder answered(HttpRequestActionBuilder request) {
    return request.check(status().in(200, PUSHED_BACK));
  }
}
