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
 * A service of known capacity: the number of workers divided by the service time. Each worker takes
 * the same time for a request and handles one at a time. Workers wait and do not compute, so the
 * load of the machine has no influence. Requests that find no free worker wait in a queue.
 */
public final class WorkerServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers;
  private final double capacity;

  /** Creates a service with this number of workers, all of them idle. */
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

  /** Returns the number of requests per second that the workers can handle. */
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
