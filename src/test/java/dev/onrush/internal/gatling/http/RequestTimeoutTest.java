package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Tag("long")
class RequestTimeoutTest {

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path reports;

  private final BlockedLoop loop = new BlockedLoop();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Answers {@code /held} when the event loop is blocked, {@code /silent} never. */
  private void serve(Socket connection, BufferedReader in)
      throws IOException, InterruptedException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      boolean held = line.startsWith("GET /held");
      if (line.startsWith("GET /silent")) {
        while (in.readLine() != null) {
          // until the client closes the connection
        }
        closed.countDown();
        return;
      }
      while (!line.isEmpty()) {
        line = in.readLine();
      }
      if (held) {
        loop.await();
      }
      connection.getOutputStream().write(OK);
      if (held) {
        loop.answered();
      }
    }
  }

  private RunResult run(SocketServer service, Supplier<ChainBuilder> task) {
    return service.visit(reports, Map.of("onrush.windDownAtMost", "60 s"), task);
  }

  @Test
  void a_response_that_is_there_in_time_is_read_after_a_pause_of_the_event_loop()
      throws IOException {
    try (SocketServer service = new SocketServer(this::serve)) {

      RunResult result =
          run(
              service,
              () ->
                  exec(
                      http("Page")
                          .get("/page")
                          .resources(
                              http("Held").get("/held").requestTimeout(BlockedLoop.TIMEOUT),
                              http("Blocking")
                                  .get("/blocking")
                                  .checkIf((response, session) -> loop.block())
                                  .then(status().is(200)))));

      assertThat(result.errors()).isEmpty();
      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 3L));
    }
  }

  @Test
  void a_request_without_a_response_fails_once_and_its_connection_is_closed()
      throws IOException, InterruptedException {
    try (SocketServer service = new SocketServer(this::serve)) {

      RunResult result =
          run(service, () -> exec(http("Silent").get("/silent").requestTimeout(ofMillis(200))));

      assertThat(result.errors().stream().map(RequestError::message))
          .containsExactly(
              "Request timeout to 127.0.0.1/127.0.0.1:%s after 200 ms".formatted(service.port()));
      assertThat(result.statistics().failures()).isEqualTo(1);
      assertThat(result.statistics().times().atLeast().orElseThrow().min().orElseThrow())
          .isGreaterThanOrEqualTo(ofMillis(199)); // the resolution of 0.3 ms is subtracted
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void the_time_of_a_connection_that_is_never_opened_is_that_of_the_service_on_a_busy_event_loop()
      throws IOException {
    SocketServer.Connection silentTls =
        (connection, in) -> {
          while (in.read() >= 0) {
            // no part of the handshake is answered
          }
        };
    try (SocketServer service = new SocketServer(silentTls)) {
      String address = "https://127.0.0.1:" + service.port();

      RunResult result =
          run(
              service,
              () ->
                  exec(BusyLoop::keepBusy)
                      .exec(http("Silent").get(address).requestTimeout(ofMillis(500))));

      assertThat(result.errors().stream().map(RequestError::message))
          .singleElement()
          .asString()
          .startsWith("Request timeout")
          .endsWith("after 500 ms");
      assertThat(result.statistics().times().atLeast().orElseThrow().min().orElseThrow())
          .isGreaterThanOrEqualTo(ofMillis(499)); // the resolution of 0.3 ms is subtracted
    }
  }

  @Test
  void a_request_without_a_response_at_the_end_is_not_sent_again() throws IOException {
    try (SocketServer service = new SocketServer(this::serve)) {

      RunResult result =
          service.visit(
              reports,
              Map.of("onrush.windDownAtMost", "5 s"),
              () -> exec(http("Page").get("/page"), http("Silent").get("/silent")));

      assertThat(result.statistics().unanswered()).isEqualTo(1);
      assertThat(result.notes()).noneMatch(note -> note.contains("sent again"));
    }
  }

  @Test
  void a_timeout_in_seconds_is_told() throws IOException {
    try (SocketServer service = new SocketServer(this::serve)) {

      RunResult result =
          run(service, () -> exec(http("Silent").get("/silent").requestTimeout(ofSeconds(1))));

      assertThat(result.errors().stream().map(RequestError::message))
          .containsExactly(
              "Request timeout to 127.0.0.1/127.0.0.1:%s after 1 s".formatted(service.port()));
    }
  }
}
