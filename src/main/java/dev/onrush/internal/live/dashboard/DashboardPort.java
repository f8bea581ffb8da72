package dev.onrush.internal.live.dashboard;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;

/** Binds the address and the port of the dashboard, or explains why this is not possible. */
final class DashboardPort {

  /** The port that is used if none is set and it is free. */
  private static final int USUAL_PORT = 8089;

  private DashboardPort() {}

  /**
   * Returns a server that is bound to the port, and not started yet.
   *
   * @param port the port; 0 for any free one; if empty, {@value #USUAL_PORT} if it is free
   * @param token the token without which no request is answered; needed beyond loopback
   * @throws IllegalArgumentException if the dashboard cannot listen there; the message says why,
   *     and what is possible
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
              + ", not a loopback address; other addresses require a token, because anyone who can reach"
              + " the dashboard can steer the run; set onrush.dashboardToken");
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "dashboard host was \""
              + host
              + "\", whose address is not known; use one of this machine's addresses, for example"
              + " -Donrush.dashboardHost=127.0.0.1",
          e);
    }
  }

  private static HttpServer bind(InetAddress address, OptionalInt port) {
    try {
      return HttpServer.create(new InetSocketAddress(address, port.orElse(USUAL_PORT)), 0);
    } catch (IOException e) {
      // The reason does not matter: a port that Windows reserves is not in use, but access to it is
      // denied.
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
              + "); choose another with -Donrush.dashboardPort=PORT, where 0 is any free port",
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

  /**
   * Checks that the address has a free port. This uses a plain socket, because an HttpServer that
   * was never started keeps its port when it is stopped.
   */
  private static void checkAnyPort(InetAddress address) {
    try (ServerSocket unused = new ServerSocket(0, 1, address)) {
      // only the requested port cannot be listened on
    } catch (IOException e) {
      throw noPort(address, e);
    }
  }

  /**
   * Returns the error for an address on which no port can be listened on; the cause is the address.
   */
  private static IllegalArgumentException noPort(InetAddress address, IOException e) {
    return new IllegalArgumentException(
        "dashboard cannot listen on any port of "
            + address.getHostAddress()
            + " ("
            + e.getMessage()
            + "); use one of this machine's addresses, for example -Donrush.dashboardHost=127.0.0.1",
        e);
  }
}
