package dev.onrush;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

/** A plain Gatling simulation that does not read any settings. */
public class PlainSample extends MeteredSimulation {
  {
    setUp(
            scenario("Asking")
                .exec(http("Ask").get("/ask"))
                .injectOpen(atOnceUsers(3))
                .andThen(
                    scenario("Looking")
                        .exec(http("Look").get("/look"))
                        .injectClosed(constantConcurrentUsers(1).during(1))))
        .protocols(http.baseUrl(System.getProperty("plain.address", "http://127.0.0.1:1")));
  }
}
