package dev.onrush;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

/**
 * A plain Gatling simulation with its own properties, some of which have the names of Onrush
 * settings.
 */
public class PlainReading extends MeteredSimulation {

  /** A nested class, where many simulations keep their properties. */
  static final class Given {
    static final int USERS = Integer.getInteger("users", 1);
    static final String PATH =
        "/" + System.getProperty("env", "none") + System.getProperty("page", "0");

    private Given() {}
  }

  {
    setUp(
            scenario("Reading")
                .exec(http("Read").get(Given.PATH))
                .injectOpen(atOnceUsers(Given.USERS)))
        .protocols(http.baseUrl(System.getProperty("target")));
  }
}
