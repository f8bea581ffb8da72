package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.ws;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.http.HttpDsl;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DuetChoiceTest {

  private static final Map<String, String> BOTH =
      Map.of("onrush.target", "http://127.0.0.1:8081", "onrush.against", "http://127.0.0.1:8080");

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static LoadPlan plan(UserClass users) {
    return loadPlan("Shop")
        .users(users)
        .profile(arrivalRate().hold(perSecond(5), ofSeconds(8)))
        .thresholds(errorRate().below(ofPercent(1)));
  }

  private static LoadPlan plan() {
    return plan(userClass("Buyer").task("Pay", get("/pay")));
  }

  private static Optional<DuetChoice> choice(LoadPlan plan, Map<String, String> settings) {
    return DuetChoice.of(plan, SettingsReader.load(settings), 1);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new TreeMap<>(BOTH);
    settings.put(name, value);
    return settings;
  }

  @Test
  void a_run_without_against_is_no_duet() {
    assertThat(choice(plan(), Map.of("onrush.target", "http://127.0.0.1:8081"))).isEmpty();
  }

  @Test
  void the_users_of_each_flow_go_to_their_own_version() {
    DuetChoice choice = choice(plan(), BOTH).orElseThrow();

    assertThat(choice.duet().plan().flows().stream().map(choice::address).map(String::valueOf))
        .containsExactly("http://127.0.0.1:8080", "http://127.0.0.1:8081");
    assertThat(choice.notes(List.of())).isEmpty();
  }

  @Test
  void the_same_address_twice_is_allowed_and_told() {
    assertThat(
            choice(plan(), with("onrush.against", "http://127.0.0.1:8081"))
                .orElseThrow()
                .notes(List.of()))
        .containsExactly(
            "A and B are at the same address, http://127.0.0.1:8081: they are the same service, so"
                + " any difference that is reported as certain is false");
  }

  @Test
  void what_is_not_of_two_versions_is_refused() {
    assertThatThrownBy(() -> choice(plan(), Map.of("onrush.against", "http://127.0.0.1:8080")))
        .hasMessage(
            "against was http://127.0.0.1:8080 (from -Donrush.against), and no target is set; a duet compares the target"
                + " (B) with it (A); add -Dtarget=http://127.0.0.1:8081, or have both started with"
                + " -Dagainst=started");
    assertThatThrownBy(() -> choice(plan(), with("onrush.against", "started")))
        .hasMessage(
            "against was started (from -Donrush.against), and target was http://127.0.0.1:8081"
                + " (from -Donrush.target); a duet starts both services"
                + " or none; leave target out, or give the address of A as against");
    assertThatThrownBy(() -> choice(plan(), with("onrush.baseline", "Shop")))
        .hasMessage(
            "against was http://127.0.0.1:8080 (from -Donrush.against), and baseline was \"Shop\""
                + " (from -Donrush.baseline); a duet compares B with"
                + " A, not with an earlier run; leave one of the two out");
  }

  @Test
  void services_that_are_started_have_their_addresses_later() {
    DuetChoice choice = choice(plan(), Map.of("onrush.against", "started")).orElseThrow();

    DuetChoice started =
        choice.at(URI.create("http://127.0.0.1:4001"), URI.create("http://127.0.0.1:4002"));

    assertThat(started.duet().plan().flows().stream().map(started::address).map(String::valueOf))
        .containsExactly("http://127.0.0.1:4001", "http://127.0.0.1:4002");
    assertThat(started.terms().a()).isEqualTo("http://127.0.0.1:4001");
    assertThat(choice.notes(List.of())).isEmpty();
  }

  @Test
  void what_would_go_to_one_version_only_is_refused() {
    UserClass absolute =
        userClass("Buyer").task("Pay", http("Pay").get("http://127.0.0.1:8080/pay/#{id}"));
    assertThatThrownBy(() -> choice(plan(absolute), BOTH))
        .hasMessage(
            "request \"Pay\" goes to http://127.0.0.1:8080/pay/, an absolute address, so that A and"
                + " B would both send it there; write only its path, such as /pay");

    UserClass named = userClass("Buyer").task("Pay for it", get("http://127.0.0.1:8080/pay"));
    assertThatThrownBy(() -> choice(plan(named), BOTH))
        .hasMessageStartingWith("request \"Pay for it\" goes to http://127.0.0.1:8080/pay, an");

    UserClass elsewhere =
        userClass("Buyer").task("Log in", http("Log in").get("http://127.0.0.1:80801/login"));
    assertThat(choice(plan(elsewhere), BOTH)).isPresent();

    Map<String, String> ofDefaultPort =
        Map.of(
            "onrush.target", "http://next.test",
            "onrush.against", "http://shop.test",
            "onrush.allowedHosts", "next.test, shop.test");
    assertThat(choice(sending(http("Audit").get("http://shop.test:#{port}/log")), ofDefaultPort))
        .isPresent();
    assertThatThrownBy(
            () -> choice(sending(http("Pay").get("http://shop.test#{path}")), ofDefaultPort))
        .hasMessageStartingWith("request \"Pay\" goes to http://shop.test, an absolute address");

    assertThatThrownBy(() -> choice(plan().http(p -> p.baseUrl("http://127.0.0.1:9090")), BOTH))
        .hasMessage(
            "http(…) of plan \"Shop\" sets the base addresses http://127.0.0.1:9090, and in a duet A"
                + " is at http://127.0.0.1:8080 and B at http://127.0.0.1:8081; leave its baseUrl(…)"
                + " out");
    assertThatThrownBy(() -> choice(plan().http(p -> HttpDsl.http.acceptHeader("*/*")), BOTH))
        .hasMessage(
            "http(…) of plan \"Shop\" leaves out the base address, and in a duet A is at"
                + " http://127.0.0.1:8080 and B at http://127.0.0.1:8081; build on its argument, as"
                + " in http(h -> h.acceptHeader(…))");
  }

  private static LoadPlan sending(ActionBuilder first, ActionBuilder... more) {
    return plan(userClass("Buyer").task("Pay", first, more));
  }

  @Test
  void web_sockets_and_event_streams_that_would_go_to_one_version_only_are_refused() {
    String why =
        ", an absolute address, so that A and B would both send it there; write only its path, such"
            + " as /pay";
    assertThatThrownBy(() -> choice(sending(ws("C").connect("ws://127.0.0.1:8081/chat")), BOTH))
        .hasMessage("request \"C\" goes to ws://127.0.0.1:8081/chat" + why);
    assertThatThrownBy(() -> choice(sending(sse("S").get("http://127.0.0.1:8080/events")), BOTH))
        .hasMessage("request \"S\" goes to http://127.0.0.1:8080/events" + why);
    assertThatThrownBy(
            () ->
                choice(
                    sending(
                        http("Pay").get("http://127.0.0.1:8081/pay"),
                        http("Pay").get("http://127.0.0.1:9090/pay")),
                    BOTH))
        .hasMessage("request \"Pay\" goes to http://127.0.0.1:8081/pay" + why);
    assertThatThrownBy(
            () -> choice(plan().http(p -> p.wsBaseUrl("ws://127.0.0.1:8081/push")), BOTH))
        .hasMessage(
            "http(…) of plan \"Shop\" sends web sockets to ws://127.0.0.1:8081/push, so that A and"
                + " B would both send them there; leave its wsBaseUrl(…) out");
    assertThat(choice(plan().http(p -> p.wsBaseUrl("ws://127.0.0.1:9090")), BOTH)).isPresent();
    assertThat(choice(sending(ws("C").connect("/chat"), sse("S").get("/events")), BOTH))
        .isPresent();
  }

  @Test
  void a_wrong_setting_is_refused_although_there_is_no_duet() {
    assertThatThrownBy(() -> SettingsReader.load(Map.of("onrush.duet", "both")))
        .hasMessageContaining("both")
        .hasMessageEndingWith(
            "write half (A and B share the load of the plan), or full (each gets all of it)");
    assertThatThrownBy(() -> SettingsReader.load(Map.of("onrush.duetMargin", "0 %")))
        .hasMessageEndingWith("write a share above 0 % and up to 100 % such as \"2 %\"");
  }
}
