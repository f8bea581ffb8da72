package dev.onrush.internal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {

  private static final Duration LONG = Duration.ofDays(1);

  /** A request whose sender stopped in the middle of it. */
  private final class Half implements Runnable {
    final RequestThreads threads;
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch rest = new CountDownLatch(1);
    final CountDownLatch read = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    Half(RequestThreads threads) {
      this.threads = threads;
    }

    @Override
    public void run() {
      begun.countDown();
      try {
        rest.await();
        threads.hasBeenRead();
        read.countDown();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(60, SECONDS)).isTrue();
  }

  @Test
  void a_further_request_waits_for_the_place_of_one_that_is_spared() throws Exception {
    try (RequestThreads threads = new RequestThreads("test", 1, 1, LONG, LONG)) {
      Half first = new Half(threads);
      Half second = new Half(threads);
      threads.execute(first);
      await(first.begun);
      threads.execute(second);

      assertThat(second.begun.getCount()).isEqualTo(1);
      first.rest.countDown();
      await(second.begun);
      second.rest.countDown();

      await(second.read);
      await(first.read);
      assertThat(threads.cutOff()).isZero();
    }
  }

  @Test
  void a_further_request_takes_the_place_of_the_oldest_that_is_not_spared() throws Exception {
    try (RequestThreads threads = new RequestThreads("test", 1, 2, Duration.ZERO, LONG)) {
      Half first = new Half(threads);
      Half second = new Half(threads);
      Half third = new Half(threads);
      threads.execute(first);
      threads.execute(second);
      threads.execute(third);

      await(first.interrupted);
      await(third.begun);
      assertThat(second.interrupted.getCount()).isEqualTo(1);
      assertThat(threads.cutOff()).isEqualTo(1);
    }
  }

  @Test
  void a_request_that_waits_gets_the_place_of_one_as_soon_as_that_is_spared_no_more()
      throws Exception {
    try (RequestThreads threads = new RequestThreads("test", 1, 1, Duration.ofMillis(20), LONG)) {
      Half first = new Half(threads);
      Half second = new Half(threads);
      threads.execute(first);
      threads.execute(second);

      await(first.interrupted);
      await(second.begun);
    }
  }

  @Test
  void a_request_that_is_not_sent_to_its_end_is_cut_off() throws Exception {
    try (RequestThreads threads = new RequestThreads("test", 1, 1, LONG, Duration.ofMillis(20))) {
      Half first = new Half(threads);
      threads.execute(first);

      await(first.interrupted);
      assertThat(threads.cutOff()).isEqualTo(1);
    }
  }

  @Test
  void a_request_that_is_being_answered_keeps_its_thread_and_no_place() throws Exception {
    try (RequestThreads threads = new RequestThreads("test", 1, 1, LONG, LONG)) {
      CountDownLatch done = new CountDownLatch(1);
      threads.execute(
          () -> {
            threads.hasBeenRead();
            boolean unused = awaited(done);
          });
      Half second = new Half(threads);
      threads.execute(second);

      await(second.begun);
      done.countDown();
    }
  }

  @Test
  void a_request_that_was_read_before_it_could_be_cut_off_is_answered() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    CountDownLatch answering = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (RequestThreads threads = new RequestThreads("test", 1, 1, Duration.ZERO, LONG);
        Socket half = new Socket()) {
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            answering.countDown();
            boolean isInterrupted = !awaited(never); // by the request that takes its place
            threads.hasBeenRead();
            try (exchange) {
              exchange.sendResponseHeaders(isInterrupted ? 200 : 500, -1);
            }
          });
      server.start();
      HttpRequest whole =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
              .build();
      var response = HttpClient.newHttpClient().sendAsync(whole, BodyHandlers.discarding());
      await(answering);

      half.connect(server.getAddress());
      half.getOutputStream().write("GET /me".getBytes(US_ASCII));

      assertThat(response.get(60, SECONDS).statusCode()).isEqualTo(200);
      assertThat(threads.cutOff()).isZero();
    } finally {
      server.stop(0);
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(60, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
