package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.status;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.reference.ReferenceTarget;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.spi.TargetProvider.Target;
import io.gatling.javaapi.core.ChainBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each problem of a real service breaks the threshold that is meant for it, and no other. */
@Tag("load")
@Tag("extended")
class TroublesTest {

  private static final String OLD_GENERATION =
      "jvm_memory_used_bytes{area=\"heap\",id=\"Tenured Gen\"}";

  @TempDir static Path folder;

  private static Target service;

  @BeforeAll
  static void start() throws IOException {
    service =
        new ReferenceTarget()
            .start(
                folder.resolve("service.log"),
                ConfigFactory.parseString("reference { seed { workers = 0, events = 0 } }"));
    service.awaitReady();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void heal() {
    change(
        "{faults {stall-for = 0s, stall-every = 10s, error-rate = 0, latency = none, leak = 0},"
            + " admission.max-in-flight = 0}");
  }

  private static void change(String settings) {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(service.uri() + "/admin/settings"))
                      .method("PATCH", HttpRequest.BodyPublishers.ofString(settings))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A drift needs nine seconds with a reading, and a busy machine misses some. */
  private static final Duration DRIFT = ofSeconds(20);

  private static LoadPlan plan(ChainBuilder each, Duration hold) {
    return loadPlan("Troubles")
        .users(
            userClass("Caller").task("Health", each, get("/health").check(status().in(200, 503))))
        .profile(arrivalRate().hold(perSecond(20), hold))
        .thresholds(
            p99().every(ofSeconds(2)).below(ofSeconds(6)),
            errorRate().every(ofSeconds(2)).below(ofPercent(20)),
            statusShare(503).below(ofPercent(5)),
            drift(service(OLD_GENERATION).mean()).within(ofPercent(50)));
  }

  private static List<String> broken(Duration hold) {
    return broken(exec(session -> session), hold);
  }

  /** The thresholds that break if each user does this first; one without data is not broken. */
  private static List<String> broken(ChainBuilder each, Duration hold) {
    RunRecord result =
        Runs.run(
            plan(each, hold),
            WithSettings.load(Map.of()).withTarget(service.uri()).withReports(folder));
    assertThat(result.generatorFindings()).isEmpty();
    assertThat(result.timeline().rows()).anyMatch(row -> row.service().containsKey(OLD_GENERATION));
    return result.judgements().stream()
        .filter(judgement -> judgement.verdict() == Verdict.FAIL)
        .map(Judgement::threshold)
        .map(threshold -> threshold.name().replaceAll(" of service.*", ""))
        .toList();
  }

  @Test
  void a_service_that_is_well_passes() {
    assertThat(broken(DRIFT)).isEmpty();
  }

  @Test
  void a_stall_breaks_the_windows_of_response_time() {
    change("faults { stall-every = 10s, stall-for = 8s }");

    assertThat(broken(ofSeconds(20))).containsExactly("p99 every 2 s");
  }

  @Test
  void a_burst_of_errors_breaks_the_windows_of_error_rate() {
    AtomicInteger users = new AtomicInteger();
    // 20 users a second
    ChainBuilder change =
        exec(
            session -> {
              int user = users.incrementAndGet();
              if (user == 80 || user == 160) {
                change("faults.error-rate = " + (user == 80 ? 1 : 0));
              }
              return session;
            });

    assertThat(broken(change, ofSeconds(12))).containsExactly("error rate every 2 s");
  }

  @Test
  void back_pressure_breaks_the_share_of_refusals() {
    change("{admission.max-in-flight = 1, faults.latency = \"constant(200 ms)\"}");

    assertThat(broken(ofSeconds(10))).containsExactly("share of status 503");
  }

  @Test
  void a_leak_breaks_the_drift_of_the_heap() {
    // 7 MB a second, all of which each young collection has to copy.
    change("faults.leak = 350");

    assertThat(broken(DRIFT)).containsExactly("drift of mean");
  }
}
