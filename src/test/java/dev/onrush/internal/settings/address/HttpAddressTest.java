package dev.onrush.internal.settings.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HttpAddressTest {

  @Test
  void an_address_without_a_port_has_that_of_its_scheme() {
    assertThat(HttpAddress.port(URI.create("http://h"))).isEqualTo(80);
    assertThat(HttpAddress.port(URI.create("ws://order_service"))).isEqualTo(80);
    assertThat(HttpAddress.port(URI.create("HTTPS://h"))).isEqualTo(443);
    assertThat(HttpAddress.port(URI.create("wss://order_service/events"))).isEqualTo(443);
    assertThat(HttpAddress.port(URI.create("wss://order_service:81"))).isEqualTo(81);
  }

  @Test
  void a_host_with_an_underscore_is_looked_up_for_javas_own_client() {
    assertThat(HttpAddress.forJavasClient(URI.create("http://h:81/m?a=b")))
        .isEqualTo(URI.create("http://h:81/m?a=b"));
    assertThatThrownBy(() -> HttpAddress.forJavasClient(URI.create("http://no_such.invalid/m")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the host of http://no_such.invalid/m is not known");
  }

  /** The dot makes the host one that {@link URI} does not know, as an underscore does. */
  @Test
  void an_address_whose_host_is_looked_up_keeps_its_encoded_path_and_query() {
    assertThat(HttpAddress.forJavasClient(URI.create("http://127.0.0.1.:81/a%2Fb%20c?d=e%26f+g")))
        .isEqualTo(URI.create("http://127.0.0.1:81/a%2Fb%20c?d=e%26f+g"));
    assertThat(HttpAddress.forJavasClient(URI.create("https://127.0.0.1.")))
        .isEqualTo(URI.create("https://127.0.0.1:443"));
  }
}
