package dev.onrush.internal.live.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

  private static final Optional<String> TOKEN = Optional.of("0123456789abcdef");

  /** Returns the refusal of a request with this host; {@code allowed} if there is none. */
  private static String answer(Access access, String host) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String text =
              access.refusal(exchange).map(r -> r.status() + " " + r.text()).orElse("allowed");
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
      String request =
          "GET /?token=%s HTTP/1.1\r\nConnection: close\r\nHost: %s\r\n\r\n"
              .formatted(TOKEN.orElseThrow(), host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0", "::"})
  void a_name_of_a_dashboard_on_all_interfaces_is_refused_with_a_remedy(String any)
      throws IOException {
    Access access = new Access(any, new InetSocketAddress(any, 8089), TOKEN);

    assertThat(answer(access, "loadgen.corp:8089"))
        .isEqualTo(
            "403 The dashboard is not at this address. Use the IP address of this machine, as in"
                + " http://10.0.0.5:8089, or set onrush.dashboardHost to the name in this address.");
    assertThat(answer(access, "10.0.0.7:8089")).isEqualTo("allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, http://127.0.0.1:8089 and http://localhost:8089",
    "localhost, 127.0.0.1, http://127.0.0.1:8089 and http://localhost:8089",
    "10.0.0.5, 10.0.0.5, http://10.0.0.5:8089",
    "Loadgen.corp, 10.0.0.5, http://10.0.0.5:8089 and http://loadgen.corp:8089",
    "::1, ::1, http://[::1]:8089 and http://localhost:8089",
    "fd00::5, fd00::5, http://[fd00::5]:8089",
    "[FD00:0::5], fd00::5, http://[fd00::5]:8089"
  })
  void another_name_is_refused_with_the_addresses_that_work(
      String host, String bound, String addresses) throws IOException {
    Access access = new Access(host, new InetSocketAddress(bound, 8089), TOKEN);

    assertThat(answer(access, "other.example:8089"))
        .isEqualTo("403 The dashboard is not at this address. It is at " + addresses + ".");
  }

  @Test
  void the_name_in_the_settings_is_allowed() throws IOException {
    Access access = new Access("Loadgen.corp", new InetSocketAddress("10.0.0.5", 8089), TOKEN);

    assertThat(answer(access, "loadgen.corp:8089")).isEqualTo("allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::5, [2001:db8::5]",
    "2001:db8::5, [2001:DB8:0:0::5]",
    "2001:db8::5, [2001:db8:0:0:0:0:0:5]",
    "[2001:0db8::5], [2001:db8::5]",
    "2001:db8:0:0:0:0:0:5, [2001:db8::5]",
    "::1, [::1]",
    "fe80::1%1, [fe80::1]"
  })
  void an_ipv6_address_is_allowed_in_all_spellings(String host, String asked) throws IOException {
    Access access = new Access(host, new InetSocketAddress(host, 8089), TOKEN);

    assertThat(answer(access, asked + ":8089")).isEqualTo("allowed");
    assertThat(answer(access, "[2001:db8::6]:8089")).startsWith("403 ");
  }
}
