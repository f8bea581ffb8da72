package dev.onrush.internal.gatling.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

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
  void a_request_to_a_forbidden_host_was_not_sent_however_the_host_is_written() {
    String failure = ResponseFailure.hostNotAllowed("a b").toString();

    assertThat(ResponseFailure.isUnsent(failure)).as(failure).isTrue();
    assertThat(ResponseFailure.isUnsent("Connection refused")).isFalse();
  }
}
