package dev.onrush.reference;

import dev.onrush.reference.http.Router;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends requests of the service to itself before it answers others, so that the first client does
 * not measure its just-in-time compiler. A service behind a load balancer is warmed up in the same
 * way.
 */
final class Warmup {

  /** The longest wait for an answer. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** Two connections achieve in one second what one achieves in two. */
  private static final int CONNECTIONS = 2;

  private static final int ROUNDS = 300;
  private static final String LOG_IN =
      "{\"username\": \"seed-1\", \"password\": \"" + ReferenceService.SEED_PASSWORD + "\"}";
  private static final String HEAD =
      " HTTP/1.1\r\nHost: localhost\r\n" + Router.WARM_UP + ": yes\r\n";
  private static final List<String> REQUESTS =
      List.of(
          "GET /health" + HEAD + "\r\n",
          "GET /ready" + HEAD + "\r\n",
          "GET /api/v1/groups" + HEAD + "\r\n",
          "GET /api/v1/processes" + HEAD + "\r\n",
          "POST /api/v1/login" + HEAD + "Content-Length: " + LOG_IN.length() + "\r\n\r\n" + LOG_IN);

  private Warmup() {}

  /**
   * Sends requests for at most {@code longest}. A connection that fails ends early, since the
   * service does not need the warm-up.
   */
  static void run(int port, Duration longest) {
    List<Thread> askers =
        Stream.generate(() -> new Thread(() -> ask(port, longest), "warm-up"))
            .limit(CONNECTIONS)
            .toList();
    askers.forEach(Thread::start);
    try {
      for (Thread asker : askers) {
        asker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void ask(int port, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) ANSWER.toMillis());
      OutputStream out = socket.getOutputStream();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      for (int round = 0; round < ROUNDS && System.nanoTime() < deadline; round++) {
        for (String request : REQUESTS) {
          out.write(request.getBytes(StandardCharsets.ISO_8859_1));
          skipAnswer(in);
        }
      }
    } catch (IOException e) {
      // The service then starts cold.
    }
  }

  private static void skipAnswer(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    for (int left = length; left > 0; left--) {
      if (in.read() < 0) {
        throw new EOFException("an answer was incomplete");
      }
    }
  }
}
