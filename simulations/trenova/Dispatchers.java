package trenova;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Users of a transport management system: each logs in once for a session cookie and then requests
 * the list of workers again and again, without think time, like the connections of an HTTP
 * benchmark.
 */
final class Dispatchers {

  /** The number of users that the reference service starts with. */
  private static final int SEEDED = 100;

  private Dispatchers() {}

  static UserClass dispatchers() {
    return userClass("Dispatchers")
        .onStart(
            feed(accounts()),
            http("Log in")
                .post("/api/v1/auth/login")
                .body(
                    StringBody(
                        "{\"username\": \"#{username}\", \"password\": \"correct horse battery staple\"}"))
                .asJson()
                .check(status().is(200)))
        .task("Select options", get("/api/v1/workers/select-options"));
  }

  private static FeederBuilder<Object> accounts() {
    return listFeeder(
            IntStream.rangeClosed(1, SEEDED)
                .mapToObj(n -> Map.<String, Object>of("username", "seed-" + n))
                .toList())
        .circular();
  }
}
