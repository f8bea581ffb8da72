package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.plan.LoadPlan;
import dev.onrush.run.IntervalLog;
import dev.onrush.run.RunResult;
import dev.onrush.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real searches against a service of known capacity. */
@Tag("load")
class CapacityOfARunTest {

  @TempDir Path reports;

  private RunResult run(LoadPlan plan, WorkerServer server) {
    return Onrush.run(plan, Settings.load().withTarget(server.uri()).withReports(reports));
  }

  @Test
  void a_search_finds_the_capacity_of_an_open_service_and_its_log_tells_the_same()
      throws Exception {
    try (WorkerServer server = new WorkerServer(10, ofMillis(50))) {
      LoadPlan plan =
          loadPlan("Open")
              .users(userClass("Users").task("Ask", get("/")))
              .profile(
                  capacitySearch()
                      .from(perSecond(40))
                      .upTo(perSecond(640))
                      .settleFor(ofSeconds(1))
                      .holdFor(ofSeconds(4)))
              .thresholds(
                  p95().below(ofMillis(200)),
                  errorRate().below(ofPercent(1)),
                  capacity().atLeast(perSecond(100)));

      RunResult result = run(plan, server);

      System.out.println(result.capacity().orElseThrow().sentence());
      result.capacity().get().probes().forEach(p -> System.out.println(p));
      System.out.println(result.verdict() + " " + result.reason());
      result.judgements().forEach(System.out::println);
      RunResult read = IntervalLog.read(folder());
      assertThat(read.capacity().orElseThrow().toString())
          .isEqualTo(result.capacity().get().toString());
    }
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(reports)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
