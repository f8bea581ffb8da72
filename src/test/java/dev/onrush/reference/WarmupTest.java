package dev.onrush.reference;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WarmupTest {

  @Test
  void it_ends_when_a_connection_is_closed_within_an_answer() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> answered =
          CompletableFuture.runAsync(() -> answer(server)).thenRun(() -> answer(server));

      assertTimeoutPreemptively(
          ofSeconds(20), () -> Warmup.run(server.getLocalPort(), ofSeconds(1)));

      answered.join();
    }
  }

  private static void answer(ServerSocket server) {
    try (Socket socket = server.accept()) {
      while (socket.getInputStream().read() != '\n') {
        // the first line of the request
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".getBytes(US_ASCII));
      socket.shutdownOutput();
      while (socket.getInputStream().read() >= 0) {
        // until the connection is abandoned
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
