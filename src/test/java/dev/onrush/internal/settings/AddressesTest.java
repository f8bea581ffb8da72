package dev.onrush.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses as users write them. */
class AddressesTest {

  private static Settings read(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    return read(properties);
  }

  private static Settings read(Properties properties) {
    return SettingsReader.read(
        new SettingsSources(
            ClassLoader.getPlatformClassLoader(),
            new GivenSettings(Map.of(), properties, Map.of()),
            Optional.empty(),
            Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9201, http://127.0.0.1:9201",
    "HTTP://LOCALHOST:9201, http://localhost:9201",
    "' https://Shop.Example.org/API/ ', https://shop.example.org/API",
    "http://my_host:9201, http://my_host:9201",
    "http://[::1]:9201/v1, http://[::1]:9201/v1",
    "http://h/@me, http://h/@me",
    "http://h:1//, http://h:1",
  })
  void a_target_has_one_form(String written, String target) {
    assertThat(read("target", written).target()).contains(URI.create(target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:9201?x=1 | which has a query, and a request's path cannot follow a"
            + " query; write"
            + " http://127.0.0.1:9201, and the query in the requests",
        "http://127.0.0.1:9201/a#b | which has a fragment, and fragments are never sent; write"
            + " http://127.0.0.1:9201/a",
        "http://127.0.0.1:99999 | whose port is \"99999\"; write a port from 1 to 65535, as in"
            + " http://127.0.0.1:8080",
        "http://127.0.0.1:0 | whose port is \"0\"; write a port from 1 to 65535, as in"
            + " http://127.0.0.1:8080",
        "http://127.0.0.1:http | whose port is \"http\"; write a port from 1 to 65535, as in"
            + " http://127.0.0.1:8080",
        "localhost:8080 | which has no scheme; write an address such as http://localhost:8080",
        "ftp://localhost | whose scheme is ftp; write http or https, as in http://127.0.0.1:8080",
        "http:/localhost | which is not an HTTP address; write one such as http://127.0.0.1:8080",
        "http:// | which has no host; write an address such as http://127.0.0.1:8080",
        "http://::1:8080 | whose host is an IPv6 address without brackets; write them, as in"
            + " http://[::1]:8080",
        "http://bücher.example | whose host is \"bücher.example\"; write xn--bcher-kva.example",
        "http://a b | whose host is \"a b\"; write a host name, an IPv4 address, or an IPv6"
            + " address in brackets",
        "http://h/a b | which is not valid: illegal character in path, character 11 of http://h/a"
            + " b; write"
            + " an address such as http://127.0.0.1:8080",
      })
  void a_target_that_cannot_be_one_is_refused_with_the_reason(String written, String reason) {
    assertThatThrownBy(() -> read("target", written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("setting onrush.target was \"" + written + "\" (from -Dtarget), " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:hunter2@127.0.0.1:9201, http://***@127.0.0.1:9201",
    "http://hunter2@h, http://***@h",
    "http://u:hun/ter2@h, http://***@h",
    "http://u:hunter2#@h, http://***@h",
    "u:hunter2@h:80, ***@h:80",
  })
  void credentials_in_a_target_are_refused_and_not_printed(String written, String shown) {
    assertThatThrownBy(() -> read("target", written))
        .hasMessage(
            "setting onrush.target was \""
                + shown
                + "\" (from -Dtarget), which contains a user name or a password; give credentials"
                + " in the plan, as in http(h -> h.basicAuth(\"me\","
                + " settings().secret(\"password\"))), and write the address without"
                + " them");
  }

  @ParameterizedTest
  @CsvSource({"http://h", "h:80", "10.0.0.5:80", "*.example.org", "h/x", "a b"})
  void what_is_no_host_alone_is_refused_where_hosts_are_named(String written) {
    assertThatThrownBy(() -> read("onrush.allowedHosts", written))
        .hasMessage(
            "setting onrush.allowedHosts was \""
                + written
                + "\" (from -Donrush.allowedHosts); write only names or addresses of hosts, such"
                + " as staging.example.org, without scheme, port, path or *");
  }

  @Test
  void a_collector_and_a_webhook_may_have_a_query_but_no_name_that_javas_client_refuses() {
    assertThat(read("onrush.export.otlp", "HTTP://Collector:4318/v1/metrics?k=1").export().otlp())
        .contains(URI.create("http://collector:4318/v1/metrics?k=1"));
    assertThat(read("onrush.webhook", "https://H.example/x?token=1").webhook())
        .contains(new Settings.Webhook(URI.create("https://h.example/x?token=1")));
    assertThatThrownBy(() -> read("onrush.export.otlp", "http://otel_collector:4318/v1/metrics"))
        .hasMessage(
            "setting onrush.export.otlp was \"http://otel_collector:4318/v1/metrics\" (from"
                + " -Donrush.export.otlp), whose host has a form that Java's own HTTP client does"
                + " not accept; write its IP address, or another name without underscores");
    assertThatThrownBy(() -> read("onrush.export.otlp", "http://collector:0/v1/metrics"))
        .hasMessageContaining("whose port is \"0\"");
    assertThatThrownBy(() -> read("onrush.webhook", "https://me:not-to-be-seen@h/x"))
        .hasMessageContaining("was \"***\"")
        .hasMessageNotContaining("not-to-be-seen");
  }

  @Test
  void metrics_of_the_service_are_at_a_path_or_an_address() {
    assertThat(read("onrush.service.metrics", "/m?all=1").service().metrics())
        .isEqualTo("/m?all=1");
    assertThat(read("onrush.service.metrics", "HTTP://H_1:81/m").service().metrics())
        .isEqualTo("http://h_1:81/m");
    assertThatThrownBy(() -> read("onrush.service.metrics", "/a b"))
        .hasMessage(
            "setting onrush.service.metrics was \"/a b\" (from -Donrush.service.metrics); write a"
                + " path below the target such as /metrics, or an address such as"
                + " http://127.0.0.1:9090/metrics");
    assertThatThrownBy(() -> read("onrush.service.metrics", "http://h:99999/m"))
        .hasMessageContaining("whose port is \"99999\"");
  }

  @Test
  void injectors_are_named_by_host_and_port_with_ipv6_in_brackets() {
    assertThat(read("cluster.join", "[::1]:5801, ::1, Coordinator_1").cluster().join())
        .containsExactly(
            InetSocketAddress.createUnresolved("[::1]", 5801),
            InetSocketAddress.createUnresolved("[::1]", 5701),
            InetSocketAddress.createUnresolved("coordinator_1", 5701));
    for (String odd : new String[] {"http://h:5701", "h:0", "h:5701/x", "5701", "me:pw@h", "h:"}) {
      assertThatThrownBy(() -> read("cluster.join", odd))
          .hasMessage(
              "setting onrush.cluster.join was \""
                  + HttpAddress.withoutCredentials(odd)
                  + "\" (from -Dcluster.join); write addresses such as"
                  + " 10.0.0.5:5701,10.0.0.6:5701, with ports from 1 to 65535");
    }
    assertThatThrownBy(() -> read("cluster.listen", "5701"))
        .hasMessage(
            "setting onrush.cluster.listen was \"5701\" (from -Dcluster.listen); write an address"
                + " such as 10.0.0.5:5701, with a port up to 65535");
  }

  @Test
  void a_dashboards_host_is_a_host_alone() {
    Properties properties = new Properties();
    properties.setProperty("dashboard", "true");
    properties.setProperty("onrush.dashboardHost", "LOCALHOST");
    assertThat(read(properties).dashboard().orElseThrow().host()).isEqualTo("localhost");
    properties.setProperty("onrush.dashboardHost", "[::1]");
    assertThat(read(properties).dashboard().orElseThrow().host()).isEqualTo("[::1]");
    for (String odd : new String[] {"http://127.0.0.1", "127.0.0.1:8089"}) {
      properties.setProperty("onrush.dashboardHost", odd);
      assertThatThrownBy(() -> read(properties))
          .hasMessage(
              "setting onrush.dashboardHost was \""
                  + odd
                  + "\" (from -Donrush.dashboardHost); write only a host name or an address, such"
                  + " as 127.0.0.1; the port goes into onrush.dashboardPort");
    }
  }

  @Test
  void a_scrape_endpoint_listens_at_a_port_or_at_host_and_port() {
    assertThat(read("onrush.export.prometheus", "[::1]:9464").export().prometheus())
        .contains(new InetSocketAddress("::1", 9464));
    for (String odd : new String[] {"http://127.0.0.1:9464", "127.0.0.1", "::1:9464", ":9464"}) {
      assertThatThrownBy(() -> read("onrush.export.prometheus", odd))
          .hasMessageStartingWith("setting onrush.export.prometheus was \"" + odd + "\"");
    }
  }
}
