package trenova;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Users of a transport management system: each logs in once for a session cookie and then asks for
 * the list of workers again and again, without thinking, as an HTTP benchmark's connections do.
 */
final class Dispatchers {

  /** As many users as the reference service begins with. */
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
