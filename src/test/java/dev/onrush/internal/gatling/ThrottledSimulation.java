package dev.onrush.internal.gatling;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import dev.onrush.MeteredSimulation;
import java.time.Duration;

/** Ends by throttle and maxDuration while users are still running: Gatling drops later requests. */
public class ThrottledSimulation extends MeteredSimulation {
  {
    setUp(
            scenario("throttled")
                .forever()
                .on(exec(http("/t").get("/t")))
                .injectClosed(constantConcurrentUsers(20).during(30)))
        .throttle(jumpToRps(300), holdFor(Duration.ofSeconds(30)))
        .maxDuration(Duration.ofSeconds(3))
        .protocols(http.baseUrl(System.getProperty("contract.uri")));
  }
}
