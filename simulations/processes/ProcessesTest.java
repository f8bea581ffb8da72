package processes;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.Session;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads and writes with many-to-many relations, and changes that collide: 100 users, ten more each
 * second, for three minutes, as in a published report on a FastAPI service (SQLAlchemy, PostgreSQL;
 * measured there with Locust). In that report, writes took 15 s at the median, and one PUT in five
 * failed because several users changed the same rows.
 *
 * <p>The test runs at full size by default. On a small machine use {@code -Dpace=0.3}; the
 * reference service is faster than the service of the report, so {@code -Dscale=4} shows more. Run
 * it as {@code -Denv=processes-case-1}, {@code -2} and {@code -3}, which differ in the service's
 * processors, workers and pool, and compare the three runs.
 */
public class ProcessesTest extends LoadSimulation {

  private static final String PUT = "PUT /api/v1/processes/*";

  /** The number of processes that are changed, so few that changes of several users collide. */
  private static final int CHANGED = 40;

  private static final int RESOURCES = 100;

  @Override
  protected LoadPlan plan() {
    UserClass editors =
        userClass("Editors")
            .thinkTime(between(ofMillis(100), ofSeconds(2)))
            .task(4, "GET /api/v1/processes", get("/api/v1/processes"))
            .task(3, "GET /api/v1/processes/1", get("/api/v1/processes/1"))
            .task(
                1,
                "POST /api/v1/processes",
                exec(ProcessesTest::draw),
                post("/api/v1/processes")
                    .body(
                        StringBody(
                            "{\"name\": \"Process #{randomUuid()}\", \"resources\": [#{resources}]}"))
                    .asJson()
                    .check(status().is(201)))
            // A user reads a process shortly before changing it; a 409 means that another user was
            // faster.
            .task(
                2,
                PUT,
                exec(ProcessesTest::draw),
                http("GET before PUT")
                    .get("/api/v1/processes/#{process}")
                    .check(jsonPath("$.version").saveAs("version")),
                pause(ofMillis(200)),
                put("/api/v1/processes/#{process}")
                    .body(
                        StringBody(
                            "{\"name\": \"Process #{process}\", \"version\": #{version}, \"resources\":"
                                + " [#{resources}]}"))
                    .asJson()
                    .check(status().in(200, 409)));

    return loadPlan("Processes")
        .users(editors)
        .profile(load().users(100).rampUp(ofSeconds(10)).holdFor(ofSeconds(170)))
        .thresholds(
            p95().of("GET /api/v1/processes").during(STEADY).below(ofMillis(500)),
            p95().of("GET /api/v1/processes/1").during(STEADY).below(ofMillis(300)),
            p95().of("POST /api/v1/processes").during(STEADY).below(ofSeconds(1)),
            p95().of(PUT).during(STEADY).below(ofSeconds(1)),
            errorRate().below(ofPercent(1)).abortAfter(ofSeconds(20)),
            statusShare(409).of(PUT).below(ofPercent(20)).warning());
  }

  private static Session draw(Session session) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String resources =
        random
            .ints(1, RESOURCES + 1)
            .distinct()
            .limit(5)
            .mapToObj(String::valueOf)
            .collect(java.util.stream.Collectors.joining(", "));
    return session.set("process", random.nextInt(1, CHANGED + 1)).set("resources", resources);
  }
}
