package dev.onrush.reference.http;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.trace.Tracing;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger calls = new AtomicInteger();
  private final Router router =
      new Router(new LiveSettings(ConfigFactory.empty()), new ServiceMetrics(), Tracing.to(0));
  private final Semaphore arrived = new Semaphore(0);
  private Undertow server;

  @BeforeEach
  void start() {
    router.get("/call", request -> Response.ok(calls.incrementAndGet()));
    router.getAtOnce("/at-once", request -> Response.ok(calls.incrementAndGet()));
    router.operate("GET", "/metrics", request -> Response.ok("no call"));
    server = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(this::handle).build();
    server.start();
  }

  private void handle(HttpServerExchange exchange) {
    router.handleRequest(exchange);
    arrived.release();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void every_request_waits_while_endpoints_are_added() {
    List<CompletableFuture<HttpResponse<String>>> early =
        Stream.of("/metrics", "/call", "/late")
            .map(path -> client.sendAsync(request(path).build(), BodyHandlers.ofString()))
            .toList();
    arrived.acquireUninterruptibly(early.size());

    router.get("/late", request -> Response.ok("late"));
    router.warmUp();
    router.open();

    assertThat(early.stream().map(answer -> answer.join().body()))
        .containsExactly("\"no call\"", "1", "\"late\"");
  }

  @Test
  void a_request_waits_until_the_service_opens() throws IOException, InterruptedException {
    router.warmUp();
    List<CompletableFuture<HttpResponse<String>>> early =
        Stream.of("/call", "/at-once", "/call")
            .map(path -> client.sendAsync(request(path).build(), BodyHandlers.ofString()))
            .toList();
    HttpResponse<String> warmUp =
        client.send(
            request("/call").header(Router.WARM_UP.toString(), "yes").build(),
            BodyHandlers.ofString());

    router.open();

    assertThat(warmUp.body()).isEqualTo("1");
    assertThat(early.stream().map(answer -> Integer.valueOf(answer.join().body())))
        .containsExactlyInAnyOrder(2, 3, 4);
  }

  @Test
  void a_request_that_operates_the_service_is_answered_before_the_opening()
      throws IOException, InterruptedException {
    router.warmUp();
    HttpResponse<String> answer = client.send(request("/metrics").build(), BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("\"no call\"");
  }

  @Test
  void a_request_after_the_opening_is_answered_immediately()
      throws IOException, InterruptedException {
    router.open();

    HttpResponse<String> answer = client.send(request("/call").build(), BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("1");
  }

  private HttpRequest.Builder request(String path) {
    int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(ofSeconds(60));
  }
}
