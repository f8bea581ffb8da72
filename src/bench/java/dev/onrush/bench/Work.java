package dev.onrush.bench;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.onrush.LoadSimulation;
import dev.onrush.MeteredSimulation;
import dev.onrush.dsl.OnrushDsl;
import dev.onrush.plan.LoadPlan;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/** The same work three times: 64 users who ask as fast as they can, for the same time. */
final class Work {

  private static final int USERS = 64;
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 15));

  private Work() {}

  private static HttpRequestActionBuilder request() {
    return http("Ask").get("/").check(status().is(200));
  }

  private static PopulationBuilder population() {
    return scenario("Users").during(TIME, false).on(exec(request())).injectOpen(atOnceUsers(USERS));
  }

  private static HttpProtocolBuilder protocol() {
    return http.baseUrl(System.getProperty("target", "")).disableWarmUp();
  }

  /** Gatling as it is shipped: its console, its log and its report. */
  public static final class Raw extends Simulation {
    public Raw() {
      setUp(population()).protocols(protocol());
    }
  }

  /** The same, but for its superclass. */
  public static final class Metered extends MeteredSimulation {
    public Metered() {
      setUp(population()).protocols(protocol());
    }
  }

  /** The same as a plan. */
  public static final class Planned extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return OnrushDsl.loadPlan("Planned")
          .users(OnrushDsl.userClass("Users").task("Ask", request()))
          .profile(OnrushDsl.smoke().users(USERS).holdFor(TIME))
          .thresholds(OnrushDsl.errorCount().atMost(0));
    }
  }

  /** As many requests each time, whatever the machine does: 200 arrivals a second. */
  public static final class Steady extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return OnrushDsl.loadPlan("Steady")
          .users(OnrushDsl.userClass("Users").task("Ask", request()))
          .profile(
              OnrushDsl.arrivalRate()
                  .rampTo(OnrushDsl.perSecond(200), Duration.ofSeconds(1))
                  .holdFor(TIME))
          .thresholds(OnrushDsl.errorCount().atMost(0));
    }
  }
}
