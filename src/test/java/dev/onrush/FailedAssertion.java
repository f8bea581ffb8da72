package dev.onrush;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

/** A plain simulation with an assertion of Gatling's own that does not hold. */
public class FailedAssertion extends MeteredSimulation {
  {
    setUp(scenario("s").exec(http("Ask").get("/ask")).injectOpen(atOnceUsers(1)))
        .protocols(http.baseUrl(System.getProperty("target")))
        .assertions(global().allRequests().count().gt(1L));
  }
}
