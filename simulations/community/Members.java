package community;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.*;

import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The users of a community site, whose endpoints the reference service provides: most users look
 * around, some write, and a monitor checks its health. Their weights 8:2:1 make 73, 18 and 9 of
 * 100.
 */
public final class Members {

  /**
   * The number of users and groups that the reference service starts with; see
   * reference-service.conf.
   */
  private static final int SEEDED = 100;

  private static final String PASSWORD = "correct horse battery staple";

  private Members() {}

  /** Looks at lists and groups, without logging in. */
  public static UserClass browsing() {
    return userClass("Browsing")
        .weight(8)
        .thinkTime(between(ofMillis(500), ofSeconds(2)))
        .task(6, "List groups", get("/api/v1/groups").queryParam("size", 20))
        .task(2, "Show group", feed(groupIds()), get("/api/v1/groups/#{groupId}"));
  }

  /** Logs in once, then creates groups between looking at them. */
  public static UserClass active() {
    return userClass("Active")
        .weight(2)
        .onStart(logIn())
        .thinkTime(between(ofSeconds(1), ofSeconds(3)))
        .task(
            2,
            "Create group",
            post("/api/v1/groups")
                .header("Authorization", "Bearer #{token}")
                .body(StringBody("{\"name\": \"Group #{randomUuid()}\"}"))
                .asJson()
                .check(status().is(201)))
        .task(3, "List groups", get("/api/v1/groups"));
  }

  /** Checks once a second whether the service is up, as a monitor does. */
  public static UserClass healthCheck() {
    return userClass("Health check").weight(1).pacing(ofSeconds(1)).task("Health", get("/health"));
  }

  /** Without a token no later request could succeed, so a user whose log-in fails leaves. */
  private static ChainBuilder logIn() {
    return feed(accounts())
        .exec(
            http("Log in")
                .post("/api/v1/login")
                .body(
                    StringBody(
                        "{\"username\": \"#{username}\", \"password\": \"" + PASSWORD + "\"}"))
                .asJson()
                .check(status().is(200), jsonPath("$.token").saveAs("token")))
        .exitHereIfFailed();
  }

  private static FeederBuilder<Object> accounts() {
    return rows(
        "username",
        IntStream.rangeClosed(1, SEEDED).mapToObj(n -> (Object) ("seed-" + n)).toList());
  }

  private static FeederBuilder<Object> groupIds() {
    return rows("groupId", IntStream.rangeClosed(1, SEEDED).mapToObj(n -> (Object) n).toList());
  }

  private static FeederBuilder<Object> rows(String name, List<Object> values) {
    return listFeeder(values.stream().map(v -> Map.of(name, v)).toList()).circular();
  }
}
