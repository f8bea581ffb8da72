package dev.onrush.internal.settings.address;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedHostsTest {

  private static final AllowedHosts NONE_NAMED = new AllowedHosts(List.of());

  @ParameterizedTest
  @CsvSource({
    "Staging.Example.org, http://STAGING.example.org:81/x",
    "staging.example.org., http://staging.example.org",
    "my_host, http://my_host:9201",
    "MY_HOST, http://my_host",
    "2001:db8::1, 'http://[2001:DB8:0::1]:81'",
    "[2001:db8::1], 'http://[2001:db8::1]'",
  })
  void a_host_is_allowed_in_whatever_form_it_is_written(String allowed, String address) {
    AllowedHosts hosts = new AllowedHosts(List.of(allowed));

    hosts.check(URI.create(address));
    hosts.check(address);
  }

  @ParameterizedTest
  @CsvSource({
    "http://LOCALHOST:81",
    "ws://localhost",
    "http://[::1]:81",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[::ffff:127.0.0.1]",
    "http://me:secret@127.0.0.1",
  })
  void loopback_is_loopback_in_whatever_form_it_is_written(String address) {
    NONE_NAMED.check(address);
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_host:81, my_host",
    "http://127.0.0.1:80@example.org/, example.org",
    "http://[2001:db8::1]/, 2001:db8:0:0:0:0:0:1",
  })
  void a_host_that_is_not_named_is_refused(String address, String host) {
    assertThatThrownBy(() -> NONE_NAMED.check(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("add \"" + host + "\" there, or write -Donrush.allowedHosts=" + host);
  }

  @Test
  void a_base_address_whose_host_nobody_can_tell_is_refused() {
    for (String odd : new String[] {"http://a b", "/only/a/path", "http://h\\@127.0.0.1", ""}) {
      assertThatThrownBy(() -> NONE_NAMED.check(odd))
          .hasMessage(
              "base address was \""
                  + HttpAddress.withoutCredentials(odd)
                  + "\", whose host cannot be determined; write an address such as"
                  + " http://127.0.0.1:8080");
    }
  }

  @Test
  void a_request_to_a_host_that_is_not_named_is_refused() {
    AllowedHosts hosts = new AllowedHosts(List.of("staging.example.org"));

    hosts.checkRequest("Pay", "https://STAGING.example.org.");
    hosts.checkRequest("Pay", "http://127.0.0.1:81");
    hosts.checkRequest("Pay", "http://a b");
    assertThatThrownBy(() -> hosts.checkRequest("Pay", "https://me:secret@pay.example.org:81"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "request \"Pay\" goes to https://***@pay.example.org:81; only loopback and the hosts in"
                + " onrush.allowedHosts may be loaded (now staging.example.org); add"
                + " \"pay.example.org\" there, or write -Donrush.allowedHosts=pay.example.org");
  }

  @Test
  void a_host_that_only_begins_like_loopback_is_not_allowed() {
    assertThatThrownBy(() -> NONE_NAMED.check(URI.create("http://127.0.0.1.example.org")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NONE_NAMED.check(URI.create("http://localhost.example.org")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
