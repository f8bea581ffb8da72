package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;

import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunResult;
import io.gatling.javaapi.core.ChainBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A server on loopback whose connections a test serves byte by byte, each in its own thread. */
final class SocketServer implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Connection connection;

  /** Serves a connection, which is closed afterwards. */
  interface Connection {

    /**
     * @throws IOException if the client has closed the connection
     */
    void serve(Socket connection, BufferedReader in) throws IOException, InterruptedException;
  }

  SocketServer(Connection connection) throws IOException {
    this.connection = connection;
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "socket-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket accepted = socket.accept();
        start(() -> serve(accepted));
      }
    } catch (IOException e) {
      // The server is closed.
    }
  }

  private void serve(Socket accepted) {
    try (accepted;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(accepted.getInputStream(), StandardCharsets.US_ASCII))) {
      connection.serve(accepted, in);
    } catch (IOException e) {
      // The client has closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Runs one user, which does a task once. The task is created after the plan's first words, which
   * make Gatling's language available.
   */
  RunResult visit(Path reports, Map<String, String> settings, Supplier<ChainBuilder> task) {
    LoadPlan plan =
        loadPlan("Visit")
            .users(userClass("Visitors").task("Visit", task.get()))
            .profile(arrivalRate().hold(perSecond(1), ofSeconds(1)))
            .thresholds(errorCount().atMost(0));
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putAll(Map.of("onrush.warmUp", "0 s", "onrush.checkTarget", "false"));
    return Runs.run(
        plan, WithSettings.load(all).withTarget("http://127.0.0.1:" + port()).withReports(reports));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
