package dev.onrush.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server in a JVM of its own that logs when each request came and when its answer went, in
 * nanoseconds. It has one thread and little code, so that it adds no time of its own, and has
 * priority over all other processes if the system allows it. It prints its address on standard
 * output, and ends with its standard input.
 *
 * <ul>
 *   <li>{@code /fast} answers immediately, {@code /work} after 20 ms, and {@code /slow} after 20 ms
 *       or, for 3 of 100 requests, after 60 ms,
 *   <li>{@code /queue} answers one request after another, in 5 ms each, and refuses a request with
 *       503 while 50 wait; {@code /jam} does the same in 10 ms each,
 *   <li>{@code /log} answers with p50, p95 and p99 of the times from request to answer, in
 *       milliseconds, and forgets them.
 * </ul>
 */
final class TimedServer implements AutoCloseable {

  private static final int MOST = 4_000_000;
  private static final long WORK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(60);
  private static final long QUEUED = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int LONGEST_QUEUE = 50;
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerProcess process;

  private TimedServer(ServerProcess process) {
    this.process = process;
  }

  /** Starts a server, with priority over all other processes if the system allows it. */
  static TimedServer start() throws IOException {
    try {
      return start(List.of("chrt", "--fifo", "5"));
    } catch (IOException e) {
      return start(List.of());
    }
  }

  private static TimedServer start(List<String> before) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path", ""),
            "-Dbench.port=" + Integer.getInteger("bench.port", 0),
            TimedServer.class.getName()));
    return new TimedServer(ServerProcess.start(command, ProcessBuilder.Redirect.DISCARD));
  }

  URI uri() {
    return process.uri();
  }

  /** Returns the true p50, p95 and p99 since the last call, in milliseconds. */
  List<Double> takePercentiles() throws IOException, InterruptedException {
    return Stream.of(ask("/log").split(" ")).map(Double::valueOf).toList();
  }

  String ask(String path) throws IOException, InterruptedException {
    return process.ask(path);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }

  public static void main(String[] args) throws IOException {
    Thread end =
        new Thread(
            () -> {
              try {
                ServerProcess.awaitEndOfInput();
              } catch (IOException e) {
                // a failure counts as the end
              }
              System.exit(0);
            });
    end.setDaemon(true);
    end.start();
    new Loop().run();
  }

  /** An answer that is sent when it is due. */
  private record Answer(long due, long came, SocketChannel to) {}

  private static final class Loop {
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final PriorityQueue<Answer> due =
        new PriorityQueue<>(Comparator.comparingLong(Answer::due));
    private final int[] micros = new int[MOST];
    private int logged;
    private long requests;

    /** When the last request of the queue will be answered. */
    private long queueEnd = System.nanoTime();

    Loop() throws IOException {}

    void run() throws IOException {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.bind(
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), Integer.getInteger("bench.port", 0)),
          1_000);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println("http://127.0.0.1:" + server.socket().getLocalPort());
      while (true) {
        Answer next = due.peek();
        if (next == null) {
          selector.select();
        } else {
          long millis = TimeUnit.NANOSECONDS.toMillis(next.due - System.nanoTime());
          if (millis > 0) {
            selector.select(millis);
          } else {
            selector.selectNow();
          }
        }
        long now = System.nanoTime();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          if (key.isAcceptable()) {
            accept(server);
          } else if (key.isReadable()) {
            read((SocketChannel) key.channel(), now);
          }
        }
        for (Answer ready = due.peek();
            ready != null && ready.due <= System.nanoTime();
            ready = due.peek()) {
          due.remove();
          answer(ready.to, ready.came, "ok");
        }
      }
    }

    private void accept(ServerSocketChannel server) throws IOException {
      for (SocketChannel to = server.accept(); to != null; to = server.accept()) {
        to.configureBlocking(false);
        to.setOption(StandardSocketOptions.TCP_NODELAY, true);
        to.register(selector, SelectionKey.OP_READ);
      }
    }

    /** Reads one whole request without a body, as the benches send them. */
    private void read(SocketChannel from, long now) throws IOException {
      in.clear();
      int length;
      try {
        length = from.read(in);
      } catch (IOException e) {
        length = -1;
      }
      if (length < 0) {
        from.close();
        return;
      }
      if (length < END.length) {
        return;
      }
      byte path = in.get(5); // after "GET /"
      switch (path) {
        case 'l' -> answer(from, -1, log());
        case 'w' -> due.add(new Answer(now + WORK, now, from));
        case 's' -> due.add(new Answer(now + (requests++ % 100 < 3 ? SLOW : WORK), now, from));
        case 'q' -> queue(from, now, QUEUED);
        case 'j' -> queue(from, now, 2 * QUEUED);
        default -> answer(from, now, "ok");
      }
    }

    private void queue(SocketChannel from, long now, long work) {
      if (queueEnd - now > LONGEST_QUEUE * work) {
        answer(from, now, "503 Service Unavailable", "no");
        return;
      }
      queueEnd = Math.max(queueEnd, now) + work;
      due.add(new Answer(queueEnd, now, from));
    }

    private void answer(SocketChannel to, long came, String text) {
      answer(to, came, "200 OK", text);
    }

    private void answer(SocketChannel to, long came, String status, String text) {
      ByteBuffer out =
          ByteBuffer.wrap(
              ("HTTP/1.1 "
                      + status
                      + "\r\ncontent-type: text/plain\r\ncontent-length: "
                      + text.length()
                      + "\r\n\r\n"
                      + text)
                  .getBytes(StandardCharsets.US_ASCII));
      try {
        while (out.hasRemaining()) {
          to.write(out);
        }
      } catch (IOException e) {
        return; // the client has gone
      }
      if (came >= 0 && logged < MOST) {
        micros[logged++] = (int) TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - came);
      }
    }

    private String log() {
      int[] sorted = Arrays.copyOf(micros, logged);
      Arrays.sort(sorted);
      logged = 0;
      return Stream.of(50, 95, 99)
          .map(
              percentile ->
                  sorted.length == 0
                      ? "0"
                      : "" + sorted[(sorted.length * percentile + 99) / 100 - 1] / 1000.0)
          .collect(Collectors.joining(" "));
    }
  }
}
