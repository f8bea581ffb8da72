package dev.onrush.internal.gatling.chain;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.LoadPlan;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are known before a run, and which thresholds are refused because of them. */
class ChainContentsTest {

  @BeforeAll
  static void gatling() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static LoadPlan plan(ChainBuilder chain) {
    return loadPlan("Plan")
        .users(userClass("U").task(1, "Task", chain))
        .profile(smoke().holdFor(ofSeconds(1)))
        .thresholds(requestCount().atLeast(1));
  }

  private static ChainContents contents(
      ChainBuilder chain, UnaryOperator<HttpProtocolBuilder> more) {
    return ChainContents.of(plan(chain), more.apply(http.baseUrl("http://127.0.0.1:1")));
  }

  private static ChainContents contents(ChainBuilder chain) {
    return contents(chain, protocol -> protocol);
  }

  private static List<Threshold> of(String request) {
    return List.of(p95().of(request).below(ofSeconds(1)));
  }

  @Test
  void names_of_calls_are_known_and_need_no_target() {
    ChainContents contents =
        contents(
            exec(call("Insert", s -> 1), group("G").on(exec(call("#{onrushTask} it", s -> 1)))));

    assertThat(contents.requests()).containsExactly("Insert", "Task it");
    assertThat(contents.calls()).isTrue();
    assertThat(contents.sendsHttp()).isFalse();
    assertThatCode(() -> contents.check(of("Insert"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> contents.check(of("Delete")))
        .hasMessageContaining("names request \"Delete\"; this plan has \"Insert\", \"Task it\"");
  }

  @Test
  void requests_web_sockets_and_events_need_a_target() {
    assertThat(contents(exec(http("A").get("/"))).sendsHttp()).isTrue();
    assertThat(contents(exec(ws("A").connect("/"))).sendsHttp()).isTrue();
    assertThat(contents(exec(sse("A").get("/"))).sendsHttp()).isTrue();
    assertThat(contents(exec(pause(1))).sendsHttp()).isFalse();
  }

  @Test
  void constants_and_attributes_that_are_known_are_names() {
    ChainContents contents =
        contents(
            exec(
                http("Constant").get("/"),
                http("#{onrushTask}").get("/"),
                group("Flow").on(http("Step of #{onrushTask}").get("/"))));

    assertThat(contents.requests()).containsExactly("Constant", "Step of Task", "Task");
    assertThat(contents.known().groups()).containsExactly("Flow");
    assertThatThrownBy(() -> contents.check(of("Tusk")))
        .hasMessage(
            "threshold \"p95 of Tusk < 1 s\" names request \"Tusk\"; this plan has \"Constant\","
                + " \"Step of Task\", \"Task\"");
  }

  @Test
  void a_function_is_not_called_and_may_give_any_name() {
    AtomicInteger called = new AtomicInteger();
    ChainContents contents =
        contents(
            exec(
                http("Known").get("/"),
                group(
                        session -> {
                          called.incrementAndGet();
                          return "flow " + session.getString("kind");
                        })
                    .on(
                        http(session -> {
                              called.incrementAndGet();
                              return "GET " + session.getString("kind");
                            })
                            .get("/"))));

    contents.check(of("GET users"));
    contents.check(List.of(errorRate().ofGroup("flow users").below(ofPercent(1))));

    assertThat(contents.requests()).containsExactly("Known");
    assertThat(contents.known().groups()).isEmpty();
    assertThat(called).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#{id}", "GET #{randomInt()}", "#{id.exists()}", "At #{currentTimeMillis()}"})
  void a_text_whose_value_comes_in_the_run_may_be_any_name(String name) {
    ChainContents contents = contents(exec(http(name).get("/")));

    assertThat(contents.requests()).isEmpty();
    assertThatCode(() -> contents.check(of("Anything"))).doesNotThrowAnyException();
  }

  @Test
  void one_chain_in_two_tasks_has_the_names_of_both() {
    ChainBuilder shared = exec(http("#{onrushTask}").get("/"));
    LoadPlan plan =
        loadPlan("Plan")
            .users(userClass("U").task(1, "A", shared).task(1, "B", shared))
            .profile(smoke().holdFor(ofSeconds(1)))
            .thresholds(requestCount().atLeast(1));

    assertThat(ChainContents.of(plan).requests()).containsExactly("A", "B");
  }

  @Test
  void the_requests_of_each_user_class_are_known() {
    LoadPlan plan =
        loadPlan("Plan")
            .users(
                userClass("Clerk")
                    .onStart(exec(http("Login").get("/")))
                    .task(1, "Look up", get("/")),
                userClass("Lab").task(1, "Report", get("/")).task(1, "Look up", get("/")))
            .profile(smoke().holdFor(ofSeconds(1)))
            .thresholds(requestCount().atLeast(1));

    assertThat(ChainContents.of(plan).requests()).containsExactly("Login", "Look up", "Report");
    assertThat(ChainContents.of(plan).requestsByClass())
        .isEqualTo(
            Map.of("Clerk", List.of("Login", "Look up"), "Lab", List.of("Look up", "Report")));
  }

  @Test
  void what_may_be_there_is_what_is_known_and_what_no_name_is_known_of() {
    ChainContents known =
        contents(
            exec(
                group("Checkout").on(http("Pay").get("/pay")),
                trend("found").record(session -> 1)));

    for (Subject there :
        List.of(
            Subject.ALL,
            Subject.EACH_REQUEST,
            new Subject.Request("Pay"),
            new Subject.Request("Checkout / Pay"),
            new Subject.Request("Pay Redirect 1"),
            new Subject.Group("Checkout"),
            new Subject.Metric("found"),
            new Subject.Service("up"))) {
      assertThat(known.mayHave(there)).as("%s", there).isTrue();
    }
    for (Subject elsewhere :
        List.of(
            new Subject.Request("Order"),
            new Subject.Group("Order"),
            new Subject.Metric("Order"))) {
      assertThat(known.mayHave(elsewhere)).as("%s", elsewhere).isFalse();
    }
    assertThat(
            contents(exec(http(session -> "Pay").get("/"))).mayHave(new Subject.Request("Order")))
        .isTrue();
    assertThat(
            contents(exec(group(session -> "Pay").on(exec(http("Pay").get("/")))))
                .mayHave(new Subject.Group("Order")))
        .isTrue();
  }

  @Test
  void a_name_that_is_not_known_has_the_fixed_beginning_of_its_text() {
    ChainContents buying =
        contents(exec(group("Shop #{region}").on(exec(http("Buy #{item} of #{shop}").get("/")))));

    for (String there : List.of("Buy 1", "Buy ", "Shop 1 / Buy 1", "Buy 1 Redirect 1")) {
      assertThat(buying.mayHave(new Subject.Request(there))).as(there).isTrue();
    }
    assertThat(buying.mayHave(new Subject.Group("Sales / Shop 1"))).isTrue();
    for (Subject elsewhere :
        List.of(
            new Subject.Request("Search"),
            new Subject.Request("Rebuy 1"),
            new Subject.Request("Shop 1 / Search"),
            new Subject.Group("Buy 1"))) {
      assertThat(buying.mayHave(elsewhere)).as("%s", elsewhere).isFalse();
    }
    for (String any :
        List.of(
            "#{item}",
            "#{item} Buy",
            "#{randomInt()} Buy",
            "Region #{region} / Search",
            "Shop / #{action}")) {
      assertThat(contents(exec(http(any).get("/"))).mayHave(new Subject.Request("Search")))
          .as(any)
          .isTrue();
    }
    assertThat(
            contents(exec(group("Region #{region} / Search").on(exec(http("Buy").get("/")))))
                .mayHave(new Subject.Group("Search")))
        .isTrue();
  }

  @Test
  void silent_requests_are_not_waited_for_and_thresholds_that_name_one_are_refused() {
    ChainContents contents =
        contents(
            exec(
                http("Page").get("/page").resources(http("Picture").get("/picture")),
                http("Token").get("/token").silent(),
                http("Health").get("/health"),
                http("Loud").get("/health").notSilent(),
                http("By id").get("/#{id}")),
            protocol -> protocol.silentResources().silentUri(".*/health"));

    assertThat(contents.requests()).containsExactly("By id", "Loud", "Page");
    assertThatThrownBy(() -> contents.check(of("Token")))
        .hasMessage(
            "threshold \"p95 of Token < 1 s\" names request \"Token\", which is never"
                + " counted: it is marked silent(); have it counted, or name another request");
    assertThatThrownBy(() -> contents.check(of("Picture")))
        .hasMessageContaining("it is a resource, and the protocol has silentResources()");
    assertThatThrownBy(() -> contents.check(of("Health")))
        .hasMessageContaining("its address matches the protocol's silentUri(\".*/health\")");
  }

  @Test
  void hops_of_redirects_are_names_where_they_are_followed() {
    ChainContents contents =
        contents(exec(http("Login").get("/"), http("Stay").get("/").disableFollowRedirect()));

    contents.check(of("Login Redirect 1"));
    assertThatThrownBy(() -> contents.check(of("Stay Redirect 1")))
        .hasMessageContaining("this plan has \"Login\", \"Stay\"");
    assertThatThrownBy(
            () ->
                contents(exec(http("Login").get("/")), HttpProtocolBuilder::disableFollowRedirect)
                    .check(of("Login Redirect 1")))
        .hasMessageContaining("this plan has \"Login\"");
    contents(
            exec(http("Login").get("/")),
            protocol -> protocol.redirectNamingStrategy((uri, name, hop) -> "hop " + hop))
        .check(of("hop 1"));
  }

  @Test
  void resources_that_pages_bring_are_names_where_they_are_inferred_and_counted() {
    ChainBuilder page = exec(http("Page").get("/"));

    contents(page, HttpProtocolBuilder::inferHtmlResources).check(of("a.css"));
    assertThatThrownBy(() -> contents(page).check(of("a.css")))
        .hasMessageContaining("this plan has \"Page\"");
    assertThatThrownBy(
            () -> contents(page, p -> p.inferHtmlResources().silentResources()).check(of("a.css")))
        .hasMessageContaining("this plan has \"Page\"");
  }

  @Test
  void checks_of_web_sockets_and_server_sent_events_are_names() {
    ChainContents contents =
        contents(
            exec(
                ws("Connect")
                    .connect("/ws")
                    .await(2)
                    .on(
                        ws.checkTextMessage("greeting").check(bodyString().is("hi")),
                        ws.checkTextMessage("quiet").silent()),
                sse("Stream").get("/sse").await(2).on(sse.checkMessage("event")),
                sse("Set").setCheck().await(2).on(sse.checkMessage("later"))));

    assertThat(contents.requests())
        .containsExactly("Connect", "Stream", "event", "greeting", "later");
    assertThatThrownBy(() -> contents.check(of("Set")))
        .hasMessageContaining(
            "which is never counted: only its checks are counted, under their own names");
  }

  private static ChainContents clerksAndLabs() {
    return ChainContents.of(
        loadPlan("Plan")
            .flow(
                "Clerks",
                users(
                        userClass("Clerk")
                            .onStart(exec(http("Login").get("/")))
                            .task(
                                1,
                                "Look up",
                                group("Desk")
                                    .on(
                                        group("Search / all")
                                            .on(
                                                http("Find / one").get("/"),
                                                counter("found").add(1)))),
                        userClass("Health check").task(1, "Health", get("/")))
                    .profile(smoke().holdFor(ofSeconds(1))))
            .flow(
                "Labs",
                users(
                        userClass("Lab")
                            .task(
                                1,
                                "Report",
                                exec(http("#{kind}").get("/"), http("Token").get("/").silent())))
                    .profile(smoke().holdFor(ofSeconds(1))))
            .thresholds(requestCount().atLeast(1)));
  }

  @Test
  void names_are_known_by_user_class_and_flow() {
    ChainContents contents = clerksAndLabs();

    contents.check(
        List.of(
            p95().of("Login").by("Clerk").below(ofSeconds(1)),
            p95().of("Login").inFlow("Clerks").below(ofSeconds(1)),
            p95().of("Login").by("Lab").below(ofSeconds(1)), // its names are not known
            p95().of("Anything").inFlow("Labs").below(ofSeconds(1)),
            p95().of("Anything").below(ofSeconds(1)),
            p95().ofGroup("Desk").by("Clerk").below(ofSeconds(1)),
            counter("found").total().inFlow("Clerks").above(1.0)));

    assertThatThrownBy(
            () -> contents.check(List.of(p99().of("Login").by("Health check").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p99 of Login by Health check < 1 s\" names request \"Login\", which user"
                + " class \"Health check\" does not have; it has \"Health\"");
    assertThatThrownBy(
            () -> contents.check(List.of(p99().of("Report").inFlow("Clerks").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p99 of Report in flow Clerks < 1 s\" names request \"Report\", which flow"
                + " \"Clerks\" does not have; it has \"Find / one\", \"Health\", \"Login\"");
    assertThatThrownBy(
            () ->
                contents.check(List.of(p99().of("Chart / Login").by("Clerk").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p99 of Chart / Login by Clerk < 1 s\" names group \"Chart\", which user"
                + " class \"Clerk\" does not have; it has \"Desk\", \"Search / all\"");
    assertThatThrownBy(
            () -> contents.check(List.of(p99().ofGroup("Desk").inFlow("Labs").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p99 of group Desk in flow Labs < 1 s\" names group \"Desk\", which flow"
                + " \"Labs\" does not have; it has none");
    assertThatThrownBy(() -> contents.check(List.of(counter("found").total().by("Lab").above(1.0))))
        .hasMessage(
            "threshold \"total of metric found by Lab > 1\" names metric \"found\", which user class"
                + " \"Lab\" does not have; it has none");
    assertThatThrownBy(
            () -> contents.check(List.of(p99().of("Token").by("Lab").below(ofSeconds(1)))))
        .hasMessageContaining("which is never counted: it is marked silent()");
  }

  @Test
  void what_stands_before_a_name_is_a_group() {
    ChainContents contents =
        contents(
            exec(
                http("Pay").get("/"),
                group("Shop / Checkout")
                    .on(group("Cart").on(http("Pay").get("/"), http("GET / all").get("/")))));

    for (String name :
        List.of(
            "Pay",
            "Cart / Pay",
            "Checkout / Cart / Pay",
            "Shop / Checkout / Cart / Pay",
            "Shop / Checkout / Cart / Pay Redirect 1",
            "all",
            "GET / all",
            "Cart / GET / all")) {
      contents.check(of(name));
    }
    contents.check(List.of(p95().ofGroup("Checkout / Cart").below(ofSeconds(1))));
    assertThatThrownBy(() -> contents.check(of("Chart / Pay")))
        .hasMessage(
            "threshold \"p95 of Chart / Pay < 1 s\" names group \"Chart\"; this plan has \"Cart\","
                + " \"Shop / Checkout\"");
    assertThatThrownBy(
            () -> contents.check(List.of(p95().ofGroup("Shop / Cart").below(ofSeconds(1)))))
        .hasMessage(
            "threshold \"p95 of group Shop / Cart < 1 s\" names group \"Shop\"; this plan has"
                + " \"Cart\", \"Shop / Checkout\"");
    assertThatCode(
            () -> contents(exec(group("#{kind}").on(http("Pay").get("/")))).check(of("Any / Pay")))
        .doesNotThrowAnyException();
  }

  @Test
  void a_metric_has_one_kind_and_the_statistics_of_it() {
    ChainContents contents =
        contents(
            exec(
                counter("orders").add(1),
                gauge("found").record(s -> 1),
                trend("basket").record(s -> 1),
                rate("hit").record(s -> true)));

    contents.check(
        List.of(
            counter("orders").totalPerSecond().above(1.0),
            gauge("found").max().above(1.0),
            trend("basket").p95().above(1.0),
            trend("basket").standardDeviation().above(1.0),
            rate("hit").share().above(ofPercent(1))));
    assertThatThrownBy(() -> contents.check(List.of(rate("found").share().atLeast(ofPercent(95)))))
        .hasMessage(
            "threshold \"share of metric found >= 95 %\" asks for the share of metric \"found\","
                + " which is a gauge; a gauge has mean, min, max");
    assertThatThrownBy(() -> contents.check(List.of(trend("orders").p95().above(1.0))))
        .hasMessageEndingWith("which is a counter; a counter has total, total per second");
    assertThatThrownBy(() -> contents.check(List.of(counter("basket").total().above(1.0))))
        .hasMessageEndingWith(
            "which is a trend; a trend has percentiles, mean, min, max, standard deviation, count");
    assertThatThrownBy(
            () ->
                contents(exec(counter("orders").add(1), trend("orders").record(s -> 1)))
                    .check(List.of()))
        .hasMessage(
            "metric \"orders\" is a counter and a trend, whose samples would be mixed; give each a"
                + " name of its own");
  }

  @Test
  void an_action_of_a_plugin_may_have_any_name() {
    Object plugin =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {io.gatling.core.action.builder.ActionBuilder.class},
            (proxy, method, arguments) -> null);
    ActionBuilder wrapped = () -> (io.gatling.core.action.builder.ActionBuilder) plugin;

    assertThatCode(() -> contents(exec(wrapped)).check(of("SELECT users")))
        .doesNotThrowAnyException();
  }
}
