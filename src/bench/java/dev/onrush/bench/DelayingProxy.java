package dev.onrush.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** A proxy between the generator and a service that imitates a network, and can be made slow. */
final class DelayingProxy implements AutoCloseable {

  private final ServerSocket listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final URI service;
  private volatile Duration delay = Duration.ZERO;

  DelayingProxy(URI service) throws IOException {
    this.service = service;
    daemon(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Delays the service's answers by this time from now on. */
  void delay(Duration by) {
    delay = by;
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(service.getHost(), service.getPort());
        daemon(() -> copy(client, server, false));
        daemon(() -> copy(server, client, true));
      }
    } catch (IOException e) {
      // The proxy is closed.
    }
  }

  private void copy(Socket from, Socket to, boolean held) {
    byte[] bytes = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (held) {
          Thread.sleep(delay.toMillis());
        }
        out.write(bytes, 0, n);
      }
    } catch (IOException e) {
      // One of the two has closed its connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
