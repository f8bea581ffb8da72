package dev.onrush;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A service whose capacity is known: so many workers, of whom each takes the same time for a
 * request and has one at a time, make workers by service time. They wait and do not compute, so
 * that how busy the machine is has no part in it. Whoever finds no worker waits in line.
 */
public final class WorkerServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers;
  private final double capacity;

  /** So many workers, none of them at work. */
  public WorkerServer(int number, Duration serviceTime) {
    this.capacity = number * 1e9 / serviceTime.toNanos();
    this.workers =
        new ThreadPoolExecutor(
            number, number, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons());
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(workers);
    server.createContext(
        "/",
        exchange -> {
          long until = System.nanoTime() + serviceTime.toNanos();
          for (long left = serviceTime.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
          byte[] body = "done".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static java.util.concurrent.ThreadFactory daemons() {
    return task -> {
      Thread thread = Executors.defaultThreadFactory().newThread(task);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Requests each second that the workers get done. */
  public double capacity() {
    return capacity;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
