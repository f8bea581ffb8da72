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
import dev.onrush.plan.LoadPlan;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that throw errors which Gatling treats as fatal for the JVM. */
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

  /** Throws a checked exception that Java does not allow in a function, as code in Kotlin can. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> double fail(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static <T> T interrupted() {
    fail(new InterruptedException("lock wait"));
    throw new AssertionError();
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
                      exec(s -> ScriptErrorsTest.<Session>interrupted()),
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

      // FAIL, or INVALID if this machine stood still
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
      assertThat(failures(gatling))
          .containsExactlyInAnyOrderEntriesOf(
              Stream.of(
                      "Check: StackOverflowError: too deep",
                      "Transformer: NoClassDefFoundError: shop/Price",
                      "Path: StackOverflowError: too deep",
                      "Image: NoClassDefFoundError: shop/Price",
                      "image.png: NoClassDefFoundError: shop/Price",
                      "exec: NoClassDefFoundError: shop/Price",
                      "exec: InterruptedException: lock wait",
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

  /**
   * Returns a function that throws, a request that cannot be built and a request whose check
   * overflows.
   */
  private static ChainBuilder failing(String where) {
    return exec(s -> Integer.parseInt(where) > 0 ? s : s)
        .exec(httpConcurrentRequests(http(where).get("/#{nothing}")))
        .exec(http(where + " deep").get("/deep").check(bodyString().transform(s -> tooDeep())))
        .exec(Session::reset);
  }

  private static int one() {
    return 1;
  }

  /** All elements that may choose a user's next step, and elements that may enclose a choice. */
  public static final class Choosing extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return loadPlan("Choosing")
          .users(
              userClass("U")
                  .task(
                      "All",
                      doSwitch(s -> one())
                          .on(onCase(1).then(failing("key")), onCase(2).then(failing("other"))),
                      doSwitchOrElse(s -> 9)
                          .on(onCase(1).then(failing("other")), onCase(2).then(failing("other")))
                          .orElse(failing("no key")),
                      doSwitchOrElse(s -> one())
                          .on(onCase(1).then(failing("first")), onCase(2).then(failing("other")))
                          .orElse(failing("other")),
                      randomSwitch().on(percent(100).then(failing("certain"))),
                      randomSwitch()
                          .on(percent(50).then(failing("even")), percent(50).then(failing("even"))),
                      randomSwitchOrElse()
                          .on(percent(100).then(failing("weight")))
                          .orElse(failing("other")),
                      randomSwitchOrElse()
                          .on(percent(40).then(failing("luck")), percent(40).then(failing("luck")))
                          .orElse(failing("luck")),
                      uniformRandomSwitch().on(failing("either"), failing("either")),
                      roundRobinSwitch().on(failing("odd"), failing("even turn")),
                      roundRobinSwitch().on(failing("turn"), failing("turn"), failing("turn")),
                      doSwitch(s -> one())
                          .on(
                              onCase(1)
                                  .then(
                                      group("Group")
                                          .on(
                                              roundRobinSwitch()
                                                  .on(
                                                      repeat(2)
                                                          .on(
                                                              randomSwitch()
                                                                  .on(
                                                                      percent(100)
                                                                          .then(
                                                                              failing("nested")))),
                                                      repeat(2).on(failing("nested"))))),
                              onCase(2).then(failing("other"))),
                      repeat(2).on(randomSwitch().on(percent(100).then(failing("loop")))),
                      tryMax(2).on(uniformRandomSwitch().on(leaving("tried"), leaving("tried"))),
                      exitBlockOnFail().on(roundRobinSwitch().on(leaving("left"), leaving("left"))),
                      http("Last").get("/last")))
          .profile(arrivalRate().hold(perSecond(4), ofSeconds(1)))
          .thresholds(errorRate().below(ofPercent(1)));
    }

    private static ChainBuilder leaving(String where) {
      return exec(s -> Integer.parseInt(where) > 0 ? s : s).exec(http("Never").get("/never"));
    }
  }

  private static Map<String, Long> failures(ForkedGatling gatling) {
    return IntervalLog.read(gatling.runFolder()).timeline().failures().stream()
        .collect(
            Collectors.toMap(
                of -> of.request() + ": " + of.failure().text(), FailureCluster::count));
  }

  @Test
  void what_fails_in_the_cases_of_a_switch_is_a_failure_and_the_run_goes_on() {
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling =
          ForkedGatling.start(Choosing.class, folder, "-Dtarget=" + server.uri());

      // FAIL, or INVALID if this machine stood still
      assertThat(gatling.exitStatus()).as(gatling.output()).isIn(2, 4);
      assertThat(server.count("/last")).isEqualTo(4);
      assertThat(server.count("/never")).isZero();
      Map<String, Long> times = new TreeMap<>();
      Stream.of("key", "no key", "first", "certain", "even", "weight", "luck", "either")
          .forEach(where -> times.put(where, 4L));
      times.put("turn", 4L);
      times.put("odd", 2L); // the loop is at its start when the first user arrives
      times.put("even turn", 2L);
      times.put("loop", 8L);
      Map<String, Long> expected = new TreeMap<>();
      times.forEach(
          (where, count) -> {
            expected.put(thrown(where), count);
            expected.put(where + ": No attribute named 'nothing' is defined", count);
            expected.put(where + " deep: StackOverflowError: too deep", count);
          });
      expected.put("Group / " + thrown("nested"), 8L);
      expected.put("Group / nested: No attribute named 'nothing' is defined", 8L);
      expected.put("Group / nested deep: StackOverflowError: too deep", 8L);
      expected.put(thrown("tried"), 8L);
      expected.put(thrown("left"), 4L);
      assertThat(failures(gatling)).containsExactlyInAnyOrderEntriesOf(expected);
    }
  }

  private static String thrown(String where) {
    return "exec: j.l.NumberFormatException: For input string: \"" + where + "\"";
  }

  /** Functions that are composed of other functions in Java. */
  public static final class Composed extends LoadSimulation {
    private static final Function<Session, Session> SAME = session -> session;
    private static final Function<Session, Boolean> MEMBER = session -> true;

    @Override
    protected LoadPlan plan() {
      return loadPlan("Composed")
          .users(
              userClass("U")
                  .task(
                      "All",
                      exec(SAME.andThen(s -> Integer.parseInt("paid") > 0 ? s : s)),
                      doIf(MEMBER.andThen(yes -> Integer.parseInt("yes") > 0)).then(get("/never")),
                      pause(SAME.andThen(s -> ofSeconds(Integer.parseInt("long")))),
                      feed(
                          listFeeder(List.of(Map.<String, Object>of("id", 1))).circular(),
                          SAME.andThen(s -> Integer.parseInt("all"))),
                      repeat(SAME.andThen(s -> Integer.parseInt("often"))).on(get("/never")),
                      http("Last").get("/last")))
          .profile(arrivalRate().hold(perSecond(4), ofSeconds(1)))
          .thresholds(errorRate().below(ofPercent(1)));
    }
  }

  @Test
  void functions_that_are_composed_of_others_are_watched_too() {
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling =
          ForkedGatling.start(Composed.class, folder, "-Dtarget=" + server.uri());

      assertThat(gatling.exitStatus()).as(gatling.output()).isIn(2, 4);
      assertThat(server.count("/last")).isEqualTo(4);
      assertThat(server.count("/never")).isZero();
      assertThat(failures(gatling))
          .containsExactlyInAnyOrderEntriesOf(
              Stream.of(
                      "exec: j.l.NumberFormatException: For input string: \"paid\"",
                      "condition: j.l.NumberFormatException: For input string: \"yes\"",
                      "pause: j.l.NumberFormatException: For input string: \"long\"",
                      "feed: j.l.NumberFormatException: For input string: \"all\"",
                      "loop: j.l.NumberFormatException: For input string: \"often\"")
                  .collect(Collectors.toMap(failure -> failure, failure -> 4L)));
    }
  }
}
