package endings;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import dev.onrush.MeteredSimulation;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Simulations that end in unusual ways, outside of Onrush's packages like those of users. */
public final class Endings {

  private Endings() {}

  /** A plain simulation that ends in the way that the property "ending" names. */
  public static class EndingSimulation extends MeteredSimulation {

    private static final String ENDING = System.getProperty("ending", "");

    @Override
    protected List<Threshold> thresholds() {
      return List.of(errorRate().below(ofPercent(1)), requestCount().atLeast(1));
    }

    {
      var ask = scenario("s").exec(http("Ask").get("/ask"));
      var setUp =
          setUp(
                  switch (ENDING) {
                    case "hung" ->
                        scenario("s")
                            .exec(http("Ask").get("/ask"), http("Hang").get("/hang"))
                            .injectOpen(atOnceUsers(5));
                    case "maxDuration", "interrupted" ->
                        scenario("s")
                            .forever()
                            .on(exec(http("Ask").get("/slow")))
                            .injectOpen(atOnceUsers(5));
                    case "stop" ->
                        ask.exec(stopLoadGenerator("enough seen")).injectOpen(atOnceUsers(1));
                    case "feeder" ->
                        scenario("s")
                            .feed(listFeeder(List.of(java.util.Map.of("id", 1))).queue())
                            .exec(http("Ask").get("/ask"))
                            .injectOpen(atOnceUsers(3));
                    case "blocked" ->
                        ask.exec(
                                session -> {
                                  block();
                                  return session;
                                })
                            .injectOpen(atOnceUsers(1));
                    default -> ask.injectOpen(atOnceUsers(5));
                  })
              .protocols(http.baseUrl(System.getProperty("target")));
      if (List.of("maxDuration", "hung", "blocked").contains(ENDING)) {
        setUp.maxDuration(Duration.ofSeconds(4));
      }
    }

    @Override
    public void before() {
      if (ENDING.equals("before")) {
        throw new IllegalStateException("no database");
      }
    }

    @Override
    public void after() {
      if (ENDING.equals("after")) {
        throw new IllegalStateException("cannot delete");
      }
      if (ENDING.equals("endless after")) {
        System.out.println("after() has begun");
        block();
      }
    }

    /** Does not return, even if its thread is interrupted. */
    private static void block() {
      while (true) {
        LockSupport.park();
      }
    }

    /** A step whose function throws. */
    public static ChainBuilder throwing() {
      return exec(
          session -> {
            throw new IllegalStateException("no basket");
          });
    }
  }
}
