package dev.onrush.internal.live.dashboard;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;

/** The address and the port that the dashboard listens on, and why it cannot have them. */
final class DashboardPort {

  /** The port, where none is asked for and it is free. */
  private static final int USUAL_PORT = 8089;

  private DashboardPort() {}

  /**
   * A server that has the port, and is not started yet.
   *
   * @param port 0 for any free one; without one, {@value #USUAL_PORT} if it is free
   * @param token without which nobody is answered; needed beyond loopback
   * @throws IllegalArgumentException if it cannot listen there; the message says why, and what is
   *     possible
   */
  static HttpServer take(String host, OptionalInt port, Optional<String> token) {
    return bind(address(host, token), port);
  }

  private static InetAddress address(String host, Optional<String> token) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress() || token.isPresent()) {
        return address;
      }
      throw new IllegalArgumentException(
          "dashboard host was \""
              + host
              + "\", which is "
              + address.getHostAddress()
              + " and no loopback address; beyond loopback a token is needed, since anyone who reaches"
              + " the dashboard steers the run; set onrush.dashboardToken");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "dashboard host was \""
              + host
              + "\", which has no address; write one of this machine's addresses, such as"
              + " -Donrush.dashboardHost=127.0.0.1",
          e);
    }
  }

  private static HttpServer bind(InetAddress address, OptionalInt port) {
    try {
      return HttpServer.create(new InetSocketAddress(address, port.orElse(USUAL_PORT)), 0);
    } catch (IOException e) {
      // Whatever the reason: a port that Windows reserves is not in use, its permission is denied.
      if (port.isEmpty()) {
        return bindAnyPort(address);
      }
      checkAnyPort(address);
      throw new IllegalArgumentException(
          "dashboard cannot listen on port "
              + port.getAsInt()
              + " of "
              + address.getHostAddress()
              + " ("
              + e.getMessage()
              + "); choose another with -Donrush.dashboardPort=PORT, 0 for any free one",
          e);
    }
  }

  private static HttpServer bindAnyPort(InetAddress address) {
    try {
      return HttpServer.create(new InetSocketAddress(address, 0), 0);
    } catch (IOException e) {
      throw noPort(address, e);
    }
  }

  /** With a plain socket: an HttpServer that was never started keeps its port when stopped. */
  private static void checkAnyPort(InetAddress address) {
    try (ServerSocket unused = new ServerSocket(0, 1, address)) {
      // it is only this port that it cannot listen on
    } catch (IOException e) {
      throw noPort(address, e);
    }
  }

  /** If no port will do, it is the address that this machine cannot listen on. */
  private static IllegalArgumentException noPort(InetAddress address, IOException e) {
    return new IllegalArgumentException(
        "dashboard cannot listen on any port of "
            + address.getHostAddress()
            + " ("
            + e.getMessage()
            + "); write one of this machine's addresses, such as -Donrush.dashboardHost=127.0.0.1",
        e);
  }
}
