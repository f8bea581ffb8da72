package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.ws;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.RequestError;
import dev.onrush.result.RunResult;
import io.gatling.javaapi.core.ChainBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of one user against services whose HTTP/1.1 responses are unusual or broken. */
@Tag("load")
@Tag("long")
class BrokenResponsesTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path reports;

  /** A service that answers each request head with the same bytes, and does not read bodies. */
  private static final class Service implements AutoCloseable {
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    private final SocketServer server;
    private final String answer;
    private final int mostPerConnection;
    private final String end;

    Service(String answer, int mostPerConnection) throws IOException {
      this(answer, mostPerConnection, "");
    }

    /** Sends {@code end} instead of a further response, and closes the connection. */
    Service(String answer, int mostPerConnection, String end) throws IOException {
      this.answer = answer;
      this.mostPerConnection = mostPerConnection;
      this.end = end;
      this.server = new SocketServer(this::serve);
    }

    private void serve(Socket connection, BufferedReader in) throws IOException {
      for (int served = 0; hasRead(in); served++) {
        if (served == 0) {
          connections.incrementAndGet();
        }
        requests.incrementAndGet();
        if (served == mostPerConnection) {
          connection.getOutputStream().write(end.getBytes(StandardCharsets.US_ASCII));
          return;
        }
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    }

    private static boolean hasRead(BufferedReader in) throws IOException {
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      return line != null;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private RunResult run(Service service, Supplier<ChainBuilder> task) {
    return service.server.visit(reports, Map.of(), task);
  }

  private static Stream<String> texts(RunResult result) {
    return result.errors().stream().map(RequestError::message);
  }

  @Test
  void an_interim_response_is_not_taken_for_the_response() throws IOException {
    String interim =
        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
            + "HTTP/1.1 100 Continue\r\n\r\n";
    try (Service service = new Service(interim + OK, 10)) {

      RunResult result = run(service, () -> repeat(3).on(exec(http("Get").get("/"))));

      assertThat(result.errors()).isEmpty();
      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 3L));
      assertThat(service.connections).hasValue(1);
    }
  }

  @Test
  void a_connection_on_which_the_body_of_a_request_is_missing_is_not_used_again()
      throws IOException {
    try (Service service =
        new Service("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n", 10)) {

      RunResult result =
          run(
              service,
              () ->
                  repeat(3)
                      .on(
                          exec(
                              http("Post")
                                  .post("/")
                                  .header("Expect", "100-continue")
                                  .body(StringBody("body")))));

      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("417", 3L));
      assertThat(result.statistics().requests()).isEqualTo(3);
      assertThat(service.requests).hasValue(3);
      assertThat(service.connections).hasValue(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OK + OK, OK + "more", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nok"})
  void more_than_a_response_is_not_taken_for_the_next_one(String answer) throws IOException {
    try (Service service = new Service(answer, 10)) {

      RunResult result = run(service, () -> repeat(3).on(exec(http("Get").get("/"))));

      assertThat(result.errors()).isEmpty();
      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 3L));
      assertThat(service.requests).hasValue(3);
      assertThat(service.connections).hasValue(3);
      assertThat(result.notes())
          .contains(
              "3 connections were closed, because the service sent more than the response, such as a"
                  + " body after 204; the next request opened a new one");
    }
  }

  @Test
  void an_empty_line_after_a_response_leaves_the_connection_open() throws IOException {
    try (Service service = new Service(OK + "\r\n", 10)) {

      RunResult result = run(service, () -> repeat(3).on(exec(http("Get").get("/"))));

      assertThat(result.errors()).isEmpty();
      assertThat(service.connections).hasValue(1);
    }
  }

  @Test
  void a_request_that_is_sent_again_counts_once_and_a_note_says_so() throws IOException {
    try (Service service = new Service(OK, 1)) {

      RunResult result = run(service, () -> repeat(3).on(exec(http("Get").get("/"))));

      assertThat(service.requests).hasValue(5); // 1, and twice 2
      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 3L));
      assertThat(result.statistics().requests()).isEqualTo(3);
      assertThat(result.notes())
          .contains(
              "2 requests were sent again, because the service closed a reused connection without a"
                  + " response; such a request is counted once, with the time since it was first"
                  + " sent");
    }
  }

  @Test
  void a_request_whose_response_is_cut_off_is_not_sent_again() throws IOException {
    try (Service service =
        new Service(OK, 1, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nbegin")) {

      RunResult result = run(service, () -> repeat(2).on(exec(http("Get").get("/"))));

      assertThat(service.requests).hasValue(2);
      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 1L));
      assertThat(texts(result))
          .containsExactly("i.g.h.c.i.PrematureCloseException: Premature close");
    }
  }

  @Test
  void a_response_that_is_not_http_is_a_failure_that_says_so() throws IOException {
    try (Service service = new Service("HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n", 10)) {

      RunResult result = run(service, () -> exec(http("Get").get("/")));

      assertThat(texts(result))
          .containsExactly("the response is not valid HTTP: For input string: \"abc\"");
    }
  }

  @Test
  void a_redirect_that_is_not_followed_is_not_a_request() throws IOException {
    try (Service service =
        new Service("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", 100)) {

      RunResult result = run(service, () -> exec(http("Loop").get("/")));

      assertThat(texts(result)).containsExactly("Too many redirects, max is 20");
      assertThat(service.requests).hasValue(20);
      assertThat(result.statistics().requests()).isEqualTo(20);
      assertThat(result.statistics().unsent()).isEqualTo(1);
    }
  }

  @Test
  void a_frame_for_a_web_socket_that_is_not_open_is_not_a_request() throws IOException {
    try (Service service = new Service("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", 10)) {

      RunResult result =
          run(service, () -> exec(ws("Connect").connect("/"), ws("Say").sendText("hello")));

      assertThat(texts(result))
          .containsExactlyInAnyOrder(
              "the web socket was refused with 403 No",
              "Client issued text frame but server has closed the WebSocket and max reconnects is"
                  + " reached");
      assertThat(result.statistics().requests()).isEqualTo(1);
      assertThat(result.statistics().unsent()).isEqualTo(1);
    }
  }

  @Test
  void a_connection_that_is_closed_during_its_handshake_is_a_failure_that_says_so()
      throws IOException {
    try (SocketServer closing = new SocketServer((connection, in) -> in.read());
        Service service = new Service(OK, 10)) {

      RunResult result =
          run(service, () -> exec(http("Get").get("https://127.0.0.1:" + closing.port() + "/")));

      assertThat(texts(result))
          .containsExactly("the connection was closed before the request was sent");
    }
  }
}
