package dev.onrush.internal.gatling.http;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.ResultSchema;
import dev.onrush.Runs;
import dev.onrush.WithSettings;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunResult;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Tag("long")
class BurstAfterStandstillTest {

  private static final Duration STANDSTILL = ofSeconds(3);

  @TempDir Path reports;

  private final AtomicInteger users = new AtomicInteger();

  /** The event loop that has stood still. */
  private final AtomicReference<Thread> stoodStill = new AtomicReference<>();

  /** The number of users who have started on it since then. */
  private final AtomicInteger late = new AtomicInteger();

  /** Refuses the request of the user who is late, after some time. */
  private static void serve(Socket connection, BufferedReader in)
      throws IOException, InterruptedException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      boolean late = line.startsWith("GET /late");
      while (!line.isEmpty()) {
        line = in.readLine();
      }
      if (late) {
        TimeUnit.MILLISECONDS.sleep(150);
      }
      String status = late ? "503 Service Unavailable" : "200 OK";
      connection
          .getOutputStream()
          .write(
              "HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\nok"
                  .formatted(status)
                  .getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * Blocks the event loop of the tenth user; the third user after it on this loop is one of a
   * burst.
   */
  private String pathOfNextUser() {
    if (users.incrementAndGet() == 10) {
      try {
        TimeUnit.NANOSECONDS.sleep(STANDSTILL.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stoodStill.set(Thread.currentThread());
      return "/";
    }
    boolean isLate = stoodStill.get() == Thread.currentThread() && late.incrementAndGet() == 3;
    return isLate ? "/late" : "/";
  }

  @Test
  void a_service_that_a_burst_slows_down_or_makes_refuse_does_not_fail() throws IOException {
    RunResult result;
    try (SocketServer service = new SocketServer(BurstAfterStandstillTest::serve)) {
      LoadPlan plan =
          loadPlan("Burst")
              .users(
                  userClass("Visitors")
                      .task(
                          "Visit",
                          exec(session -> session.set("path", pathOfNextUser())),
                          exec(get("#{path}"))))
              .profile(arrivalRate().hold(perSecond(50), ofSeconds(5)))
              .thresholds(errorCount().atMost(0), max().below(ofMillis(100)));

      result =
          Runs.run(
              plan,
              WithSettings.load(
                      Map.of(
                          "onrush.warmUp",
                          "0 s",
                          "onrush.generator.standstill",
                          "1 min",
                          "onrush.generator.lag",
                          "1 min"))
                  .withTarget("http://127.0.0.1:" + service.port())
                  .withReports(reports));
    }

    assertThat(result.statistics().failures()).isEqualTo(1);
    assertThat(result.judgements())
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.INVALID, Verdict.INVALID);
    assertThat(result.judgements().get(0).uncertainty()).hasValue(new Uncertainty(0, 1));
    String json = Files.readString(folder(reports).resolve("result.json"));
    assertThat(ResultSchema.errors(json)).isEmpty();
    assertThat(json).containsPattern("\"outcome\" : \"FAILED\",\\s*\"inBurst\" : true");
  }

  private static Path folder(Path reports) throws IOException {
    try (Stream<Path> files = Files.list(reports)) {
      return files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
