package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.result.Verdict;
import dev.onrush.units.Percentile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Tag("long")
class FrozenGeneratorTest {

  private static final int FREEZES = 2;
  private static final Duration BOUND = ofSeconds(1);

  @TempDir Path folder;

  /** 20 users of a service that answers after 50 ms. */
  public static final class Frozen extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      UserClass users =
          userClass("Users")
              .thinkTime(between(ofMillis(50), ofMillis(60)))
              .task("Slow", get("/slow"));
      return loadPlan("Frozen")
          .users(users)
          .profile(concurrentUsers().hold(20, ofSeconds(10)))
          .thresholds(
              p99().below(BOUND), p95().below(ofMillis(10)), errorRate().below(ofPercent(1)));
    }
  }

  @Test
  void what_a_frozen_generator_adds_fails_no_threshold_and_hides_none_that_is_broken()
      throws IOException, InterruptedException {
    assumeThat(ForkedGatling.program("kill")).isPresent();
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling = ForkedGatling.start(Frozen.class, folder, "-Dtarget=" + server.uri());
      while (gatling.process().isAlive() && server.counts().getOrDefault("/slow", 0L) < 100) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      for (int i = 0; i < FREEZES && gatling.process().isAlive(); i++) {
        signal("STOP", gatling.process());
        TimeUnit.MILLISECONDS.sleep(1_500);
        signal("CONT", gatling.process());
        TimeUnit.MILLISECONDS.sleep(500);
      }
      int status = gatling.exitStatus();

      RunRecord result = IntervalLog.read(gatling.runFolder());
      Tally all = result.timeline().all().all();
      long frozen = all.times().count() - all.times().countUpTo(BOUND.toMillis());
      long slow = all.leastTimes().count() - all.leastTimes().countUpTo(BOUND.toMillis());
      // About half of the 20 users were waiting for a response when the generator was frozen.
      assertThat(frozen).as(gatling.output()).isGreaterThan(FREEZES);
      // The service did not cause these times, unless this machine also had no time for the
      // service.
      assertThat(slow).as(gatling.output()).isLessThan(frozen);
      assertThat(result.judgements().get(0).verdict())
          .as(gatling.output())
          .isEqualTo(
              100 * slow > all.times().count()
                  ? Verdict.FAIL
                  : 100 * frozen > all.times().count() ? Verdict.INVALID : Verdict.PASS);
      // The service takes 50 ms regardless of the generator.
      assertThat(result.judgements().get(1).verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.judgements().get(2).verdict()).isEqualTo(Verdict.PASS);
      assertThat(all.leastTimes().at(Percentile.P95)).isGreaterThan(10);
      assertThat(status).isEqualTo(2);
    }
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }
}
