package dev.onrush.internal.gatling.warmup;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.CountingServer;
import dev.onrush.ForkedGatling;
import dev.onrush.LoadSimulation;
import dev.onrush.MeteredSimulation;
import dev.onrush.RunSettings;
import dev.onrush.Runs;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.chain.PlainRequests;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

  private static final Function<Session, String> PATH = session -> "/a ";

  @TempDir Path folder;

  /** Requests that use values of a session, and a function that records its calls. */
  public static final class Warmed extends LoadSimulation {
    private static final AtomicInteger CALLED = new AtomicInteger();

    @Override
    protected LoadPlan plan() {
      return loadPlan("Warmed")
          .users(
              userClass("U")
                  .onStart(CoreDsl.exec(session -> session.set("id", 7)))
                  .task(
                      "Show",
                      get("/show/#{id}").check(CoreDsl.jsonPath("$.none").notExists()),
                      get("/told")
                          .check(
                              HttpDsl.status()
                                  .transform(
                                      status -> {
                                        CALLED.incrementAndGet();
                                        return status;
                                      })))
                  .onStop(CoreDsl.exec(session -> session.set("called", CALLED.get()))))
          .profile(arrivalRate().hold(perSecond(2), ofSeconds(2)))
          .thresholds(requestCount().atLeast(1), errorRate().atLeast(ofPercent(1)));
    }
  }

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  @Test
  @Tag("load")
  @Tag("long")
  void the_generator_warms_up_on_itself_and_nothing_of_it_is_counted() throws IOException {
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling =
          ForkedGatling.start(
              Warmed.class, folder, "-Donrush.warmUp=1500 ms", "-Dtarget=" + server.uri());
      int status = gatling.exitStatus();

      assertThat(status).as(gatling.output()).isIn(0, 4); // INVALID on a machine that stood still
      var result = ConfigFactory.parseFile(gatling.runFolder().resolve("result.json").toFile());
      // "1.753 s, 2,345 requests to the generator itself, p99 of the last ones 0.8 ms"
      assertThat(result.getConfig("run").getObject("facts").get("warm-up").unwrapped().toString())
          .matches(
              "\\d[\\d.]* m?s, [1-9][\\d,]* requests to the generator itself, p99 of the last ones .*");
      long counted = result.getConfig("all").getLong("requests");
      Map<String, Long> asked = server.counts();
      assertThat(asked.keySet()).isEqualTo(java.util.Set.of("/show/7", "/told"));
      assertThat(asked.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(counted);
      assertThat(gatling.output()).doesNotContain("ERROR");
    }
  }

  /** Uses a proxy, and makes its own first call. */
  public static final class Proxied extends MeteredSimulation {
    {
      setUp(
              CoreDsl.scenario("S")
                  .exec(HttpDsl.http("Ask").get("/ask"))
                  .injectOpen(CoreDsl.atOnceUsers(1)))
          .protocols(
              HttpDsl.http
                  .baseUrl("http://127.0.0.1:" + Integer.getInteger("test.target"))
                  .warmUp("http://127.0.0.1:" + Integer.getInteger("test.target") + "/mine")
                  .proxy(HttpDsl.Proxy("127.0.0.1", Integer.getInteger("test.proxy")).http()));
    }
  }

  @Test
  @Tag("load")
  @Tag("long")
  void a_proxy_sees_nothing_of_the_warm_up_and_a_first_call_of_the_users_is_made_once() {
    try (CountingServer target = new CountingServer();
        CountingServer proxy = new CountingServer()) {
      ForkedGatling gatling =
          ForkedGatling.start(
              Proxied.class,
              folder,
              "-Donrush.warmUp=500 ms",
              "-Dtest.target=" + URI.create(target.uri()).getPort(),
              "-Dtest.proxy=" + URI.create(proxy.uri()).getPort());

      assertThat(gatling.exitStatus()).as(gatling.output()).isIn(0, 4);
      assertThat(gatling.output()).doesNotContain("REFUSED");
      // Gatling makes the first call without a proxy.
      assertThat(target.counts()).isEqualTo(Map.of("/mine", 1L));
      assertThat(proxy.counts()).isEqualTo(Map.of("/ask", 1L));
    }
  }

  @Test
  @Tag("load")
  @Tag("long")
  void no_warm_up_is_told_too() throws IOException {
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling =
          ForkedGatling.start(
              Warmed.class, folder, "-Donrush.warmUp=0 s", "-Dtarget=" + server.uri());
      int unused = gatling.exitStatus();

      assertThat(Files.readString(gatling.runFolder().resolve("summary.md")))
          .contains("warm-up")
          .contains("none");
    }
  }

  private static KeyManagerFactory noKeys() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(null, null);
      return keys;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the number of open sockets of this process, as listed by Linux; 0 on other systems. */
  private static long openSockets() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(WarmUpTest::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed in the meantime
    }
  }

  @Test
  @Tag("load")
  @Tag("long")
  void a_warm_up_calls_no_function_of_the_protocol_and_leaves_nothing_open() {
    AtomicInteger keys = new AtomicInteger();
    AtomicInteger headers = new AtomicInteger();
    AtomicInteger users = new AtomicInteger();
    AtomicLong before = new AtomicLong();
    AtomicLong after = new AtomicLong();
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Warmed")
              .users(
                  userClass("U")
                      .thinkTime(constant(ofMillis(100)))
                      .onStart(
                          CoreDsl.exec(
                              session -> {
                                users.incrementAndGet();
                                return session;
                              }))
                      .task("Ask", get("/ask")))
              .profile(smoke().users(2).holdFor(ofSeconds(1)))
              .thresholds(requestCount().atLeast(1))
              .before(() -> before.set(openSockets()))
              .after(() -> after.set(openSockets()))
              .http(
                  h ->
                      h.asyncNameResolution("127.0.0.1")
                          .perUserNameResolution()
                          .header("X-Count", session -> "" + headers.incrementAndGet())
                          .perUserKeyManagerFactory(
                              id -> {
                                keys.incrementAndGet();
                                return noKeys();
                              }));

      RunRecord result =
          Runs.run(
              plan,
              RunSettings.load()
                  .withTarget(URI.create(server.uri()))
                  .withReports(folder)
                  .with("onrush.warmUp", "1 s"));

      assertThat(result.info().facts().get("warm-up")).contains("requests to the generator");
      assertThat(keys).hasValue(users.get());
      assertThat(headers).hasValue((int) server.count("/ask"));
      // One for the name resolution of each of the two users, and the two ends of their
      // connections; each of the warm-up's hundreds of requests would leave another one.
      assertThat(after.get() - before.get()).isLessThanOrEqualTo(6);
    }
  }

  private static boolean isPlain(HttpRequestActionBuilder request) {
    return PlainRequests.isPlain((HttpRequestBuilder) request.asScala());
  }

  @Test
  void a_request_of_words_only_is_plain() {
    assertThat(
            List.of(
                isPlain(HttpDsl.http("a").get("/a/#{id}")),
                isPlain(
                    HttpDsl.http("#{name}")
                        .post("/a")
                        .header("X", "#{x}")
                        .body(CoreDsl.StringBody("{\"id\": #{id}}"))
                        .check(HttpDsl.status().is(200), CoreDsl.jsonPath("$.id").saveAs("id"))),
                isPlain(HttpDsl.http("a").get("/a").queryParam("q", "#{q}").resources())))
        .containsOnly(true);
  }

  @Test
  void a_request_with_a_function_of_the_users_own_is_not() {
    assertThat(
            List.of(
                isPlain(HttpDsl.http("a").get(session -> "/a")),
                isPlain(HttpDsl.http("a").post("/a").body(CoreDsl.StringBody(session -> "b"))),
                isPlain(HttpDsl.http("a").get("/a").header("X", session -> "x")),
                isPlain(HttpDsl.http("a").get(PATH.andThen(String::strip))),
                isPlain(
                    HttpDsl.http("a")
                        .get("/a")
                        .check(HttpDsl.status().transform(status -> status + 1))),
                isPlain(HttpDsl.http("a").get("/a").sign((request, session) -> request))))
        .containsOnly(false);
  }

  private static HttpProtocol protocol(HttpProtocolBuilder http) {
    return (HttpProtocol) http.protocol();
  }

  @Test
  void parts_of_a_protocol_of_words_only_are_plain() {
    HttpProtocol words =
        protocol(
            HttpDsl.http
                .baseUrl("http://127.0.0.1:1")
                .acceptHeader("application/json")
                .header("X", "#{x}")
                .basicAuth("#{user}", "#{password}")
                .inferHtmlResources()
                .check(HttpDsl.status().is(200), CoreDsl.jsonPath("$.id").exists()));

    assertThat(PlainRequests.isPlain(words.requestPart())).isTrue();
    assertThat(PlainRequests.isPlain(words.responsePart())).isTrue();
  }

  @Test
  void a_part_of_a_protocol_with_a_function_of_the_users_own_is_not() {
    HttpProtocol functions =
        protocol(
            HttpDsl.http
                .header("X", session -> "x")
                .check(HttpDsl.status().transform(status -> status + 1)));

    assertThat(PlainRequests.isPlain(functions.requestPart())).isFalse();
    assertThat(PlainRequests.isPlain(functions.responsePart())).isFalse();
  }
}
