package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.CountingServer;
import dev.onrush.ForkedGatling;
import dev.onrush.LoadSimulation;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import io.gatling.javaapi.core.FeederBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that throw what Gatling takes for the end of the JVM. */
@Tag("load")
@Tag("long")
class ScriptErrorsTest {

  @TempDir Path folder;

  private static <T> T tooDeep() {
    throw new StackOverflowError("too deep");
  }

  private static <T> T missing() {
    throw new NoClassDefFoundError("shop/Price");
  }

  /** Throws what Java would not let a function throw, as code in Kotlin may. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> double fail(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** Errors in checks of requests and of the protocol, in requests, in functions, in messages. */
  public static final class Erring extends LoadSimulation {
    private static final FeederBuilder<Object> RECORDS =
        listFeeder(List.of(Map.of("id", 1))).circular();

    @Override
    protected LoadPlan plan() {
      return loadPlan("Erring")
          .users(
              userClass("U")
                  .onStart(feed(RECORDS, s -> Integer.parseInt("few")))
                  .task(
                      "All",
                      http("Check").get("/ask").check(bodyString().transform(s -> tooDeep())),
                      http("Transformer").get("/ask").transformResponse((r, s) -> missing()),
                      http("Path").get(s -> tooDeep()),
                      http("Page")
                          .get("/page")
                          .resources(
                              http("Image").get("/i").check(status().transform(s -> missing()))),
                      exec(s -> missing()),
                      doIf(s -> tooDeep()).then(get("/never")),
                      feed(RECORDS, s -> tooDeep()),
                      http("Fed").get("/fed"),
                      feed(RECORDS, s -> Integer.parseInt("many")),
                      trend("basket").record(s -> ScriptErrorsTest.<Double>missing()),
                      http("Sampled").get("/sampled"),
                      trend("visits").record(s -> fail(new AssertionError("no visit"))),
                      http("After an assertion").get("/asserted"),
                      trend("orders").record(s -> fail(new IOException("no order"))),
                      http("After an exception").get("/thrown"),
                      trend("returns").record(s -> -1),
                      http("After a value out of range").get("/returned"),
                      http("Asserting")
                          .get("/ask")
                          .check(bodyString().transform(s -> fail(new AssertionError("no text")))),
                      sse("Open")
                          .get("/sse")
                          .await(60)
                          .on(
                              sse.checkMessage("Event")
                                  .check(bodyString().transform(s -> tooDeep()))),
                      httpConcurrentRequests(
                          http("Sent in vain").get("/vain"), http("Unbuilt").get("/#{nothing}")),
                      httpConcurrentRequests(
                          http(s -> Integer.parseInt("nameless") + "").get("/never")),
                      httpConcurrentRequests(http(s -> tooDeep()).get("/never")),
                      httpConcurrentRequests(
                          http("Side").get("/side"),
                          http("Other side")
                              .get("/side")
                              .check(bodyString().transform(s -> tooDeep()))),
                      ws("Socket")
                          .connect("/ws")
                          .onConnected(exec(s -> Integer.parseInt("connected") > 0 ? s : s)),
                      http("Last").get("/last")))
          .profile(arrivalRate().hold(perSecond(4), ofSeconds(1)))
          .thresholds(errorRate().below(ofPercent(1)))
          .http(
              h ->
                  h.inferHtmlResources()
                      .check(
                          currentLocation()
                              .transform(at -> at.endsWith("/image.png") ? missing() : at)));
    }
  }

  @Test
  void an_error_in_a_check_or_a_function_is_a_failure_and_the_run_goes_on() {
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling = ForkedGatling.start(Erring.class, folder, "-Dtarget=" + server.uri());

      // FAIL, or INVALID where this machine stood still
      assertThat(gatling.exitStatus()).as(gatling.output()).isIn(2, 4);
      assertThat(server.count("/fed")).isEqualTo(4);
      assertThat(server.count("/sampled")).isEqualTo(4);
      assertThat(server.count("/asserted")).isEqualTo(4);
      assertThat(server.count("/thrown")).isEqualTo(4);
      assertThat(server.count("/returned")).isEqualTo(4);
      assertThat(server.count("/last")).isEqualTo(4);
      assertThat(server.count("/side")).isEqualTo(8);
      assertThat(server.count("/vain")).isZero();
      assertThat(server.count("/never")).isZero();
      RunRecord result = IntervalLog.read(gatling.runFolder());
      assertThat(
              result.timeline().failures().stream()
                  .collect(
                      Collectors.toMap(
                          (FailureCluster of) -> of.request() + ": " + of.failure().text(),
                          FailureCluster::count)))
          .containsExactlyInAnyOrderEntriesOf(
              Stream.of(
                      "Check: StackOverflowError: too deep",
                      "Transformer: NoClassDefFoundError: shop/Price",
                      "Path: StackOverflowError: too deep",
                      "Image: NoClassDefFoundError: shop/Price",
                      "image.png: NoClassDefFoundError: shop/Price",
                      "exec: NoClassDefFoundError: shop/Price",
                      "feed: StackOverflowError: too deep",
                      "feed: j.l.NumberFormatException: For input string: \"many\"",
                      "feed: j.l.NumberFormatException: For input string: \"few\"",
                      "metric basket: NoClassDefFoundError: shop/Price",
                      "metric visits: AssertionError: no visit",
                      "metric orders: IOException: no order",
                      "metric returns: value was -1.0; 0 or more, and less than 10^12, is allowed",
                      "Asserting: bodyString.find.transformOption.exists extraction crashed:"
                          + " j.l.AssertionError: no text",
                      "Event: SSE crashed while waiting for check: StackOverflowError: too deep",
                      "Unbuilt: No attribute named 'nothing' is defined",
                      "request name: j.l.NumberFormatException: For input string: \"nameless\"",
                      "request name: StackOverflowError: too deep",
                      "Other side: StackOverflowError: too deep",
                      "exec: j.l.NumberFormatException: For input string: \"connected\"",
                      "condition: StackOverflowError: too deep")
                  .collect(Collectors.toMap(failure -> failure, failure -> 4L)));
    }
  }
}
