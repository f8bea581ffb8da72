package dev.onrush.internal.gatling.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.util.DefaultClock;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimingHttpClientTest {

  /** Returns a client on which only close is called. */
  private static TimingHttpClient around(Callable<Object> close) {
    HttpClient client =
        (HttpClient)
            Proxy.newProxyInstance(
                HttpClient.class.getClassLoader(),
                new Class<?>[] {HttpClient.class},
                (proxy, method, arguments) -> close.call());
    Recorder recorder = new Recorder(List.of(), text -> text);
    return new TimingHttpClient(client, new OpenRequests(recorder, new DefaultClock()));
  }

  @Test
  @Timeout(60)
  void a_client_whose_connections_are_never_closed_does_not_hold_the_process_up() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);

    around(
            () -> {
              begun.countDown();
              never.await();
              return null;
            })
        .close();

    assertThat(begun.await(50, TimeUnit.SECONDS)).isTrue();
    never.countDown();
  }

  @Test
  void what_a_client_throws_when_it_is_closed_is_told() {
    assertThatThrownBy(
            () ->
                around(
                        () -> {
                          throw new IOException("no");
                        })
                    .close())
        .hasRootCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("no");
  }

  @Test
  @Timeout(60)
  void a_request_to_a_host_that_is_not_allowed_fails_without_being_sent() throws Exception {
    List<String> sent = new CopyOnWriteArrayList<>();
    HttpClient client =
        (HttpClient)
            Proxy.newProxyInstance(
                HttpClient.class.getClassLoader(),
                new Class<?>[] {HttpClient.class},
                (proxy, method, arguments) ->
                    sent.add(((Request) arguments[0]).getUri().getHost()));
    TimingHttpClient timing =
        new TimingHttpClient(
            client,
            new OpenRequests(new Recorder(List.of(), text -> text), new DefaultClock()),
            request -> request,
            "shop.example.org"::equals);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    HttpListener listener =
        (HttpListener)
            Proxy.newProxyInstance(
                HttpListener.class.getClassLoader(),
                new Class<?>[] {HttpListener.class},
                (proxy, method, arguments) -> failures.add((Throwable) arguments[0]));
    EventLoop loop = new DefaultEventLoop();

    for (String host : List.of("shop.example.org", "pay.example.org", "pay.example.org")) {
      Request request =
          new RequestBuilder(
                  "Pay",
                  HttpMethod.GET,
                  Uri.create("http://" + host + "/pay"),
                  InetAddressNameResolver.JAVA_RESOLVER)
              .build();
      timing.sendRequest(request, 1, loop, listener, null);
    }
    for (int task = 0; task < 2; task++) { // a task of the first kind may add one of the second
      loop.submit(() -> {}).get(50, TimeUnit.SECONDS);
    }

    assertThat(sent).containsExactly("shop.example.org");
    assertThat(failures)
        .extracting(Throwable::getMessage)
        .containsExactly(
            "pay.example.org is not in onrush.allowedHosts",
            "pay.example.org is not in onrush.allowedHosts");
    var unused = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
