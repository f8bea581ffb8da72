package dev.onrush.internal.gatling;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.onrush.MeteredSimulation;
import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Populations of a plain simulation that start after others. */
@Tag("load")
@Tag("long")
class ChildPopulationTest {

  private static volatile String address = "";

  @TempDir Path folder;

  /** A parent of three seconds, and a child whose first user starts one second after it. */
  public static final class Shifts extends MeteredSimulation {
    {
      setUp(
              scenario("Day")
                  .exec(http("Day").get("/day"))
                  .pause(ofSeconds(3))
                  .injectOpen(atOnceUsers(1))
                  .andThen(
                      scenario("Night")
                          .exec(http("Night").get("/night"))
                          .injectOpen(nothingFor(ofSeconds(1)), rampUsers(10).during(2))))
          .protocols(http.baseUrl(address));
    }
  }

  @Test
  void an_open_child_brings_each_user_as_long_after_its_parent_as_its_profile_says()
      throws IOException {
    Map<String, Queue<Long>> asked = new ConcurrentHashMap<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked
              .computeIfAbsent(
                  exchange.getRequestURI().getPath(), path -> new ConcurrentLinkedQueue<>())
              .add(System.nanoTime());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      address = "http://127.0.0.1:" + server.getAddress().getPort();

      var unused =
          Onrush.run(
              Shifts.class, RunSettings.load().withReports(folder).with("onrush.warmUp", "0 s"));
    } finally {
      server.stop(0);
    }

    long day = asked.get("/day").element();
    List<Long> nights = new ArrayList<>(asked.get("/night"));
    assertThat(nights).hasSize(10);
    for (int i = 0; i < nights.size(); i++) {
      // Three seconds of the parent, a pause of one second, and 2 s / 10 users between two of them;
      // Gatling's clock has whole milliseconds.
      assertThat(Duration.ofNanos(nights.get(i) - day))
          .isGreaterThan(ofMillis(3_000 + 1_000 + 200L * i - 50));
    }
  }
}
