package dev.onrush.internal.gatling.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.util.DefaultClock;
import io.gatling.http.client.HttpClient;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
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
}
