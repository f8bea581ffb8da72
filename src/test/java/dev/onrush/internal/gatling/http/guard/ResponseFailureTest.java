package dev.onrush.internal.gatling.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResponseFailureTest {

  @Test
  void a_refused_web_socket_is_told_with_its_status() {
    assertThat(
            ResponseFailure.text(
                "i.n.h.c.h.w.WebSocketClientHandshakeException: Invalid handshake response"
                    + " getStatus: 403 Forbidden"))
        .isEqualTo("the web socket was refused with 403 Forbidden");
    assertThat(ResponseFailure.text("j.n.ConnectException: Connection refused"))
        .isEqualTo("j.n.ConnectException: Connection refused");
  }

  @Test
  void a_timeout_is_known_of_a_connection_that_is_not_opened_in_time() {
    assertThat(
            ResponseFailure.timeout(
                new ConnectTimeoutException(
                    "connection timed out after 10000 ms: /127.0.0.1:9600")))
        .hasValue(TimeUnit.SECONDS.toNanos(10));
    assertThat(
            ResponseFailure.timeout(
                new SslHandshakeTimeoutException("handshake timed out after 2500ms")))
        .hasValue(TimeUnit.MILLISECONDS.toNanos(2_500));
    assertThat(
            ResponseFailure.timeout(
                new ConnectException("connection timed out after 10000 ms: /127.0.0.1:9600")))
        .isEmpty(); // a time of the operating system
  }

  @Test
  void a_connection_that_is_not_opened_in_time_is_told_with_its_address_and_timeout() {
    assertThat(
            ResponseFailure.text(
                "i.n.c.ConnectTimeoutException: connection timed out after 10000 ms:"
                    + " /127.0.0.1:9600"))
        .isEqualTo("no connection to 127.0.0.1:9600 within 10 s");
    assertThat(
            ResponseFailure.text(
                "WebSocket crashed: i.n.c.ConnectTimeoutException: connection timed out after 1500"
                    + " ms: shop.test/127.0.0.1:80"))
        .isEqualTo("no connection to shop.test/127.0.0.1:80 within 1.5 s");
  }

  @Test
  void a_service_without_tls_may_expect_http() {
    assertThat(
            ResponseFailure.text(
                "i.n.h.s.NotSslRecordException: not an SSL/TLS record: 485454502f312e3120"))
        .isEqualTo("the response is not TLS; does the service expect http?");
  }

  @Test
  void a_request_to_a_forbidden_host_was_not_sent_however_the_host_is_written() {
    String failure = ResponseFailure.hostNotAllowed("a b").toString();

    assertThat(ResponseFailure.isUnsent(failure)).as(failure).isTrue();
    assertThat(ResponseFailure.isUnsent("Connection refused")).isFalse();
  }
}
