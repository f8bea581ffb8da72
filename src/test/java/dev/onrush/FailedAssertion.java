package dev.onrush;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

/** A plain simulation with a Gatling assertion that fails. */
public class FailedAssertion extends MeteredSimulation {
  {
    setUp(scenario("s").exec(http("Ask").get("/ask")).injectOpen(atOnceUsers(1)))
        .protocols(http.baseUrl(System.getProperty("target")))
        .assertions(global().allRequests().count().gt(1L));
  }
}
