package dev.onrush.reference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that disconnect, send invalid data or do not stop sending; the service still serves the
 * next one.
 */
@Tag("extended")
class RoughClientsTest {

  @TempDir static Path folder;

  private static ReferenceProcess service;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    service =
        ReferenceProcess.start(
            folder.resolve("service.log"),
            Map.of("seed.workers", "0", "seed.events", "0", "passwords.iterations", "100"));
    client = Client.of(service);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Socket connect() throws IOException {
    URI uri = service.uri();
    return new Socket(uri.getHost(), uri.getPort());
  }

  @Test
  void garbage_is_no_request() throws Exception {
    try (Socket socket = connect()) {
      byte[] garbage = new byte[10_000];
      new java.util.Random(1).nextBytes(garbage);
      socket.getOutputStream().write(garbage);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The server may disconnect.
    }

    assertThat(client.get("/ready").status()).isEqualTo(200);
  }

  @Test
  void a_client_that_hangs_up_leaves_nothing_at_work() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Socket socket = connect()) {
        socket
            .getOutputStream()
            .write("GET /api/v1/groups HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        socket.setSoLinger(true, 0); // a reset instead of a regular close
      }
    }
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"half"
                  .getBytes(US_ASCII));
      socket.setSoLinger(true, 0);
    }

    long deadline = System.nanoTime() + 60_000_000_000L;
    String metrics = metrics();
    while (!metrics.contains("http_server_in_flight 0.0") && System.nanoTime() < deadline) {
      metrics = metrics();
    }
    assertThat(metrics).contains("http_server_in_flight 0.0");
    assertThat(client.get("/ready").status()).isEqualTo(200);
  }

  @Test
  void a_body_of_100_MB_is_cut_off() throws Exception {
    // A write to a socket that is not read waits forever and cannot be interrupted.
    int sent =
        CompletableFuture.supplyAsync(RoughClientsTest::chunksUntilItHangsUp).get(60, SECONDS);

    assertThat(sent).as("chunks of 64 KB until it hung up").isLessThan(1_600);
    assertThat(client.get("/ready").status()).isEqualTo(200);
  }

  /** Returns the number of chunks of 64 KB until the server disconnects, 1,600 at most. */
  private static int chunksUntilItHangsUp() {
    int sent = 0;
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(US_ASCII));
      byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(US_ASCII);
      while (sent < 1_600) {
        out.write(chunk);
        sent++;
      }
    } catch (IOException e) {
      // The server disconnects.
    }
    return sent;
  }

  private static String metrics() throws Exception {
    return client
        .http()
        .send(
            client.request("/metrics").GET().build(),
            java.net.http.HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
