package dev.onrush.internal.gatling;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import dev.onrush.MeteredSimulation;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A plain Gatling simulation that uses many of Gatling's features; only its superclass is Onrush's.
 */
public class ContractSimulation extends MeteredSimulation {

  private final String uri = System.getProperty("contract.uri");
  private final int loops = Integer.getInteger("contract.loops");

  private final HttpProtocolBuilder protocol =
      http.baseUrl(uri).wsBaseUrl(uri.replace("http", "ws")).inferHtmlResources();

  private final ChainBuilder visit =
      group("outer")
          .on(
              exec(http("/ok").get("/ok?u=#{name}").check(status().is(200))),
              group("inner")
                  .on(
                      randomSwitch()
                          .on(
                              percent(50.0).then(exec(http("/a").get("/a"))),
                              percent(30.0)
                                  .then(exec(http("/fail").get("/fail").check(status().is(200)))))))
          .exec(http("/redir").get("/redir"))
          .exec(http("/page").get("/page").resources(http("/extra").get("/extra")))
          .exec(http("crash").get("#{missing}"));

  private final ScenarioBuilder browse =
      scenario("browse")
          .feed(
              listFeeder(
                      IntStream.range(0, 5)
                          .mapToObj(n -> Map.<String, Object>of("name", "u" + n))
                          .toList())
                  .circular())
          .repeat(loops)
          .on(visit);

  private final ScenarioBuilder bail =
      scenario("bail")
          .exec(http("/b1").get("/b1"))
          .exec(http("/fail").get("/fail").check(status().is(200)))
          .exitHereIfFailed()
          .exec(http("/never").get("/never"));

  private final ScenarioBuilder tries =
      scenario("tries")
          .exec(tryMax(3).on(exec(http("/try").get("/try").check(status().is(418)))))
          .exec(during(Duration.ofSeconds(1), true).on(exec(http("/slow").get("/slow"))))
          .exitHere();

  private final ScenarioBuilder sockets =
      scenario("sockets")
          .exec(ws("/ws").connect("/ws"))
          .exec(
              ws("send")
                  .sendText("hi")
                  .await(5)
                  .on(ws.checkTextMessage("echo").check(regex("echo:hi"))))
          .exec(
              ws("send wrong")
                  .sendText("yo")
                  .await(1)
                  .on(ws.checkTextMessage("nothing").check(regex("echo:zz"))))
          .exec(ws("close").close())
          .exec(
              sse("/sse").get("/sse").await(5).on(sse.checkMessage("second").check(regex("\"n\""))))
          .exec(sse("close stream").close());

  private final ScenarioBuilder child = scenario("child").exec(http("/child").get("/child"));
  private final ScenarioBuilder grandchild =
      scenario("grandchild").exec(http("/grandchild").get("/grandchild"));
  private final ScenarioBuilder closed =
      scenario("closed").exec(http("/closed").get("/closed")).pause(Duration.ofMillis(50));
  private final ScenarioBuilder own =
      scenario("own protocol").repeat(5).on(exec(http("/own").get("/own")));

  {
    setUp(
            browse
                .injectOpen(atOnceUsers(20))
                .andThen(
                    child
                        .injectOpen(atOnceUsers(5))
                        .andThen(grandchild.injectOpen(rampUsers(5).during(1)))),
            bail.injectOpen(rampUsers(100).during(2)),
            tries.injectOpen(atOnceUsers(5)),
            sockets.injectOpen(atOnceUsers(5)),
            closed.injectClosed(constantConcurrentUsers(10).during(3)),
            own.injectOpen(atOnceUsers(10)).protocols(http.baseUrl(uri).shareConnections()))
        .protocols(protocol)
        .assertions(global().failedRequests().percent().lt(50.0));
  }
}
