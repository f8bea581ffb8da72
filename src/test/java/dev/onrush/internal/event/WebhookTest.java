package dev.onrush.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.spi.RunEvent.Started;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WebhookTest {

  private static final RunInfo INFO = SampleInfo.load().requests("Ask").info();

  @Test
  void it_is_posted_through_a_proxy_of_the_jvm() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    proxy.start();
    ProxySelector usual = ProxySelector.getDefault();
    ProxySelector.setDefault(ProxySelector.of(proxy.getAddress()));
    try {
      new Webhook(URI.create("http://hooks.invalid/services/x"))
          .started(new Started(INFO, Path.of("x")));

      assertThat(asked).containsExactly("POST http://hooks.invalid/services/x");
    } finally {
      ProxySelector.setDefault(usual);
      proxy.stop(0);
    }
  }
}
