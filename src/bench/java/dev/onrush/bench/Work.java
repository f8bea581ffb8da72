package dev.onrush.bench;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
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

/** The same work as simulations of raw Gatling and of Onrush. */
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

  /** The same simulation with Onrush's superclass. */
  public static final class Metered extends MeteredSimulation {
    public Metered() {
      setUp(population()).protocols(protocol());
    }
  }

  /** The same work as an Onrush plan. */
  public static final class Planned extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return OnrushDsl.loadPlan("Planned")
          .users(OnrushDsl.userClass("Users").task("Ask", request()))
          .profile(OnrushDsl.smoke().users(USERS).holdFor(TIME))
          .thresholds(OnrushDsl.errorCount().atMost(0));
    }
  }

  private static final int MANY = Integer.getInteger("bench.users", 19_000);
  private static final Duration RAMP = Duration.ofSeconds(20);

  /** Many users, each on a connection of its own, who send a request about once a second. */
  public static final class RawMany extends Simulation {
    public RawMany() {
      setUp(
              scenario("Users")
                  .during(TIME, false)
                  .on(pace(Duration.ofSeconds(1)).exec(request()))
                  .injectOpen(rampUsers(MANY).during(RAMP)))
          .protocols(protocol());
    }
  }

  /** The same work as an Onrush plan. */
  public static final class PlannedMany extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return OnrushDsl.loadPlan("Many")
          .users(OnrushDsl.userClass("Users").pacing(Duration.ofSeconds(1)).task("Ask", request()))
          .profile(OnrushDsl.concurrentUsers().rampTo(MANY, RAMP).holdFor(TIME))
          .thresholds(OnrushDsl.errorCount().atMost(0));
    }
  }

  private static final int RATE = Integer.getInteger("bench.rate", 500);
  private static final String PATH = System.getProperty("bench.path", "/");

  private static HttpRequestActionBuilder arrival() {
    return http("Ask").get(PATH).check(status().is(200));
  }

  /**
   * Arrivals at the rate {@code bench.rate} per second, on shared connections, as Gatling injects
   * them.
   */
  public static final class RawArrivals extends Simulation {
    public RawArrivals() {
      setUp(scenario("Users").exec(arrival()).injectOpen(constantUsersPerSec(RATE).during(TIME)))
          .protocols(protocol().shareConnections());
    }
  }

  /** The same work as an Onrush plan. */
  public static final class PlannedArrivals extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return OnrushDsl.loadPlan("Arrivals")
          .users(OnrushDsl.userClass("Users").task("Ask", arrival()))
          .profile(OnrushDsl.arrivalRate().hold(OnrushDsl.perSecond(RATE), TIME))
          .thresholds(OnrushDsl.errorCount().atMost(0));
    }
  }
}
