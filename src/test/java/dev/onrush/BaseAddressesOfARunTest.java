package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.ws;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.launch.OneProvider;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans whose {@code http(…)} sets its own base addresses. */
@Tag("load")
class BaseAddressesOfARunTest {

  private static final String PASSWORD = "planted-password";

  @TempDir Path reports;

  private final CountingServer target = new CountingServer();
  private final CountingServer other = new CountingServer();

  @AfterEach
  void close() {
    target.close();
    other.close();
  }

  private RunSettings settings() {
    return RunSettings.load()
        .withTarget(URI.create(target.uri()))
        .withReports(reports)
        .with("onrush.once", "true");
  }

  private static LoadPlan plan(UnaryOperator<HttpProtocolBuilder> http) {
    return loadPlan("Shop")
        .users(userClass("U").task("Look", get("/look?of=" + PASSWORD)))
        .profile(concurrentUsers().hold(1, ofSeconds(1)))
        .thresholds(errorRate().below(ofPercent(1)))
        .http(http);
  }

  private static String webSockets(CountingServer of) {
    return of.uri().replaceFirst("^http", "ws");
  }

  @Test
  void base_addresses_of_which_none_is_the_targets_are_refused_before_anything_is_sent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Runs.run(plan(h -> h.baseUrl(other.uri())), settings()))
        .withMessage(
            "http(…) of plan \"Shop\" sets the base address "
                + other.uri()
                + ", and the target is "
                + target.uri()
                + "; leave its baseUrl(…) out, and set the address with -Dtarget");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Runs.run(
                    plan(h -> h.baseUrls(other.uri(), "http://ann:" + PASSWORD + "@shop.example")),
                    settings()))
        .withMessage(
            "http(…) of plan \"Shop\" sets the base addresses "
                + other.uri()
                + ", http://***@shop.example, and the target is "
                + target.uri()
                + "; leave its baseUrl(…) out, and set the address with -Dtarget");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Runs.run(plan(h -> h.wsBaseUrl(webSockets(other))), settings()))
        .withMessage(
            "http(…) of plan \"Shop\" sets the base address "
                + webSockets(other)
                + ", and the target is "
                + target.uri()
                + "; leave its wsBaseUrl(…) out, or write the whole address in connect(…)");
    LoadPlan flows =
        loadPlan("Flows")
            .flow(
                "A",
                users(userClass("A").task("A", get("/a"))).profile(smoke().holdFor(ofSeconds(1))))
            .flow(
                "B",
                users(userClass("B").task("B", get("/b"))).profile(smoke().holdFor(ofSeconds(1))))
            .thresholds(errorRate().below(ofPercent(1)))
            .http(h -> h.baseUrl(other.uri()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Runs.run(flows, settings().with("onrush.once", "false")))
        .withMessageStartingWith("http(…) of plan \"Flows\" sets the base address " + other.uri());

    assertThat(target.counts()).isEmpty();
    assertThat(other.counts()).isEmpty();
  }

  private static LoadPlan looking(String path) {
    return loadPlan("Shop")
        .users(userClass("U").task("Look", get(path)))
        .profile(concurrentUsers().hold(1, ofSeconds(1)))
        .thresholds(errorRate().below(ofPercent(1)));
  }

  @Test
  void a_path_without_a_slash_at_its_beginning_is_refused_before_anything_is_sent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Runs.run(looking("look"), settings()))
        .withMessage(
            "request \"Look\" has the path \"look\", which does not begin with a slash; write"
                + " \"/look\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Runs.run(looking("look/#{id}"), settings()))
        .withMessage(
            "request \"Look\" has the path \"look/\", which does not begin with a slash; write"
                + " \"/look/\"");

    assertThat(target.counts()).isEmpty();
  }

  @Test
  void a_path_without_a_slash_follows_a_base_address_that_ends_with_one() {
    LoadPlan plan =
        loadPlan("Shop")
            .users(userClass("U").task("Look", get("look")))
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(errorRate().below(ofPercent(1)))
            .http(http -> http.baseUrl(target.uri() + "/"));

    RunRecord unused = Runs.run(plan, settings());

    assertThat(target.counts()).containsOnlyKeys("/look");
  }

  /** The first call of {@code setUp} is the simulation's own, the second one that of its plan. */
  public static final class SetUpToo extends LoadSimulation {

    public SetUpToo() {
      setUp(scenario("S").exec(http("Look").get("/look")).injectOpen(atOnceUsers(1)));
    }

    @Override
    protected LoadPlan plan() {
      return looking("/look");
    }
  }

  @Test
  void a_load_simulation_that_calls_set_up_too_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Onrush.run(SetUpToo.class, settings()))
        .withMessage(
            "SetUpToo calls setUp(…), but the load of a LoadSimulation is its plan(); remove"
                + " setUp(…), or extend MeteredSimulation and remove plan()");

    assertThat(target.counts()).isEmpty();
  }

  @Test
  void calls_alone_need_no_target_and_no_service_on_the_class_path() throws IOException {
    LoadPlan calls =
        loadPlan("Orders")
            .users(userClass("U").pacing(ofMillis(100)).task("Order", call("Order", s -> 1)))
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(requestCount().of("Order").atLeast(1));
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    here.setContextClassLoader(new OneProvider(reports.resolve("providers"), "# none"));
    RunRecord run;
    try {
      run = Runs.run(calls, RunSettings.load().withReports(reports).with("onrush.warmUp", "0 s"));
    } finally {
      here.setContextClassLoader(before);
    }

    assertThat(run.verdict()).as(run.reason()).isEqualTo(Verdict.PASS);
  }

  @Test
  void a_protocol_of_its_own_without_a_base_address_is_refused_before_anything_is_sent() {
    LoadPlan absolute =
        loadPlan("Shop")
            .users(userClass("U").task("Look", get(other.uri() + "/look")))
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(errorRate().below(ofPercent(1)))
            .http(h -> http.acceptHeader("application/json"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Runs.run(absolute, settings()))
        .withMessage(
            "http(…) of plan \"Shop\" leaves out the base address, and the target is "
                + target.uri()
                + "; build on its argument, as in http(h -> h.acceptHeader(…))");

    assertThat(other.counts()).isEmpty();
  }

  @Test
  void several_of_which_one_is_the_targets_are_all_told() {
    try (CountingServer chat = new CountingServer()) {
      RunRecord run =
          Runs.run(
              plan(
                  h ->
                      h.baseUrls(target.uri(), other.uri())
                          .wsBaseUrls(webSockets(target), webSockets(chat))),
              settings());

      assertThat(run.info().facts())
          .containsEntry("target", target.uri() + ", " + other.uri() + ", " + webSockets(chat));
    }
  }

  @Test
  void the_targets_own_with_a_path_and_credentials_is_kept_and_its_password_masked()
      throws IOException {
    RunRecord run =
        Runs.run(
            plan(
                h ->
                    h.baseUrl(
                        target.uri().replace("://", "://ann:" + PASSWORD + "@").concat("/v1"))),
            settings());

    assertThat(target.count("/v1/look")).isEqualTo(1);
    assertThat(run.info().facts())
        .containsEntry("target", target.uri().replace("://", "://***@") + "/v1");
    try (Stream<Path> files = Files.walk(reports)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(PASSWORD);
      }
    }
  }

  @Test
  void a_web_socket_elsewhere_is_opened_by_its_whole_address() {
    LoadPlan plan =
        loadPlan("Chat")
            .users(userClass("U").task("Chat", ws("Open").connect(webSockets(other) + "/ws")))
            .profile(concurrentUsers().hold(1, ofSeconds(1)))
            .thresholds(errorRate().below(ofPercent(1)));

    RunRecord run = Runs.run(plan, settings());

    assertThat(other.count("/ws")).isEqualTo(1);
    assertThat(run.info().facts()).containsEntry("target", target.uri());
  }
}
