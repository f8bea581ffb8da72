package dev.onrush.internal.settings.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlHostTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, 10.0.0.5",
    "::, [::]",
    "::1, [::1]",
    "2001:DB8::5, [2001:db8::5]",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]",
    "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]",
    "fd00:0:0:0:0:0:0:0, [fd00::]",
    "fe80::1%1, [fe80::1]"
  })
  void an_ipv6_address_is_in_brackets_and_short(String address, String host)
      throws UnknownHostException {
    assertThat(UrlHost.of(InetAddress.getByName(address))).isEqualTo(host);
  }
}
