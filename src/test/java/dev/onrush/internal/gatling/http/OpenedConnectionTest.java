package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.Proxy;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.result.RequestError;
import dev.onrush.result.RunResult;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of one user whose event loop is blocked while a connection through a proxy is being opened.
 */
@Tag("load")
@Tag("long")
class OpenedConnectionTest {

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path reports;

  private final CountDownLatch greeted = new CountDownLatch(1);
  private final BlockedLoop loop = new BlockedLoop();

  /**
   * A service that is also its own SOCKS proxy. The proxy answers the greeting when the event loop
   * is blocked, or never. The path {@code /blocking} is answered when the proxy has been greeted.
   */
  private final class Service implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final boolean dead;

    Service(boolean dead) throws IOException {
      this.dead = dead;
      start(this::accept);
    }

    private static void start(Runnable task) {
      Thread thread = new Thread(task, "service");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = socket.accept();
          start(() -> serve(connection));
        }
      } catch (IOException e) {
        // The service is closed.
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        int first = in.read();
        if (first == 5) {
          proxy(in, out);
          first = in.read();
        }
        for (; first >= 0; first = in.read()) {
          if (request(in).startsWith("ET /blocking")) {
            greeted.await();
          }
          out.write(OK);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Opens a connection as RFC 1928 says: a greeting and a request, with an answer to each. */
    private void proxy(DataInputStream in, OutputStream out)
        throws IOException, InterruptedException {
      in.readFully(new byte[in.readUnsignedByte()]);
      greeted.countDown();
      loop.await();
      if (!dead) {
        out.write(new byte[] {5, 0});
      }
      loop.answered();
      in.readFully(new byte[3]);
      int type = in.readUnsignedByte();
      in.readFully(new byte[(type == 3 ? in.readUnsignedByte() : 4) + 2]);
      out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    }

    private static String request(DataInputStream in) throws IOException {
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) in.readUnsignedByte());
      }
      return request.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private RunResult run(Service service) {
    int port = service.socket.getLocalPort();
    UserClass visitors = userClass("Visitors");
    LoadPlan plan =
        loadPlan("Proxied")
            .users(
                visitors.task(
                    "Visit",
                    exec(
                        http("Page")
                            .get("/page")
                            .resources(
                                http("Proxied")
                                    .get("/proxied")
                                    .proxy(Proxy("127.0.0.1", port).socks5())
                                    .requestTimeout(BlockedLoop.TIMEOUT),
                                http("Blocking")
                                    .get("/blocking")
                                    .checkIf((response, session) -> loop.block())
                                    .then(status().is(200))))))
            .profile(arrivalRate().hold(perSecond(1), ofSeconds(1)))
            .thresholds(errorCount().atMost(0));
    return Runs.run(
        plan,
        WithSettings.load(
                Map.of(
                    "onrush.warmUp", "0 s",
                    "onrush.checkTarget", "false",
                    "onrush.windDownAtMost", "60 s"))
            .withTarget("http://127.0.0.1:" + port)
            .withReports(reports));
  }

  @Test
  void a_connection_that_is_being_opened_gets_its_time_after_a_pause_of_the_event_loop()
      throws IOException {
    try (Service service = new Service(false)) {

      RunResult result = run(service);

      assertThat(result.errors()).isEmpty();
      assertThat(result.statistics().statusCodes()).isEqualTo(Map.of("200", 3L));
    }
  }

  @Test
  void a_connection_that_is_never_opened_times_out_after_a_pause_of_the_event_loop()
      throws IOException {
    try (Service service = new Service(true)) {

      RunResult result = run(service);

      assertThat(result.errors())
          .extracting(RequestError::request, RequestError::message)
          .containsExactly(
              tuple(
                  "Proxied",
                  "Request timeout to 127.0.0.1/127.0.0.1:%s after 2 s"
                      .formatted(service.socket.getLocalPort())));
      assertThat(result.statistics().times().atLeast().orElseThrow().max().orElseThrow())
          .as("not the time of the pause, which a busy machine makes longer")
          .isGreaterThan(BlockedLoop.TIMEOUT.dividedBy(2));
    }
  }
}
