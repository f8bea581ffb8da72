package flows;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;

/**
 * Groups are created at one rate and read at another, which starts once there is something to read:
 * two flows, each with its own arrival rate.
 *
 * <p>The test takes two minutes by default; with {@code -Dpace=0.1} it takes 12 s.
 */
public class CreatesAndReadsTest extends LoadSimulation {

  /** The number of groups that the reference service starts with. */
  private static final int SEEDED = 100;

  @Override
  protected LoadPlan plan() {
    UserClass writer =
        userClass("Writer")
            .onStart(
                http("Log in")
                    .post("/api/v1/login")
                    .body(
                        StringBody(
                            "{\"username\": \"seed-1\", \"password\": \"correct horse battery"
                                + " staple\"}"))
                    .asJson()
                    .check(status().is(200), jsonPath("$.token").saveAs("token")))
            .task(
                "Create group",
                post("/api/v1/groups")
                    .header("Authorization", "Bearer #{token}")
                    .body(StringBody("{\"name\": \"Group #{randomUuid()}\"}"))
                    .asJson()
                    .check(status().is(201)));
    UserClass reader =
        userClass("Reader")
            .task(3, "List groups", get("/api/v1/groups").queryParam("size", 20))
            .task(1, "Show group", get("/api/v1/groups/#{randomInt(1," + (SEEDED + 1) + ")}"));

    return loadPlan("Creates and reads")
        .flow("Creates", users(writer).profile(arrivalRate().hold(perSecond(5), ofMinutes(2))))
        .flow(
            "Reads",
            users(reader)
                .profile(
                    arrivalRate()
                        .rampTo(perSecond(40), ofSeconds(30))
                        .hold(perSecond(40), ofSeconds(60)))
                .startingAfter(ofSeconds(30)))
        .thresholds(
            p95().of("Create group").inFlow("Creates").below(ofSeconds(1)),
            p95().inSteadyState().inFlow("Reads").below(ofMillis(300)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10)));
  }
}
