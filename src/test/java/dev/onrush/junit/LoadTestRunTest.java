package dev.onrush.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.CountingServer;
import dev.onrush.SampleSimulation;
import dev.onrush.WithSettings;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load tests as JUnit tests, in JVMs of their own. */
@Tag("load")
@Tag("long")
class LoadTestRunTest {

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private LoadTestRun run() {
    LoadTestRun run =
        LoadTestRun.of(SampleSimulation.class)
            .withTarget(URI.create(server.uri()))
            .with("onrush.reports", reports.toString())
            .with("pace", "0.3")
            .withJvmOption("-XX:TieredStopAtLevel=1");
    for (Map.Entry<String, String> patient : WithSettings.PATIENT.entrySet()) {
      run = run.with(patient.getKey(), patient.getValue());
    }
    return run;
  }

  @LoadTest
  Stream<DynamicTest> each_threshold_and_the_verdict_are_tests() {
    return run().tests();
  }

  @Test
  void tests_are_named_by_their_thresholds_and_fail_with_what_was_measured() {
    List<DynamicTest> tests =
        run().with("onrush.thresholds.request-count-of-ask", "1000000").tests().toList();

    assertThat(tests)
        .extracting(DynamicTest::getDisplayName)
        .contains("request count of Ask >= 1000000", "verdict");
    assertThat(tests).allSatisfy(test -> assertThat(test.getTestSourceUri()).isPresent());
    for (DynamicTest test : tests) {
      if (test.getDisplayName().equals("request count of Ask >= 1000000")) {
        assertThatThrownBy(test.getExecutable()::execute)
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("FAIL: request count of Ask was ")
            .hasMessageContaining("/report.html");
      } else if (test.getDisplayName().equals("verdict")) {
        assertThatThrownBy(test.getExecutable()::execute)
            .isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("FAIL: request count of Ask was ");
      }
    }
  }

  @Test
  void the_result_is_that_of_the_run() {
    RunResult result = run().run();

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.statistics().requests()).isPositive().isEqualTo(server.count("/ask"));
  }

  @Test
  void a_mistake_is_told_and_nothing_is_sent() {
    assertThatThrownBy(() -> run().with("users", "many").run())
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "onrush: REFUSED: setting onrush.users was \"many\" (from -Dusers); write a whole number"
                + " from 1 such as 100");
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void a_setting_of_the_test_takes_the_place_of_a_property_of_its_jvm() {
    System.setProperty("onrush.seed", "42");
    try {
      assertThatThrownBy(() -> run().with("seed", "any").run())
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              "onrush: REFUSED: setting onrush.seed was \"any\" (from -Dseed); write a whole number"
                  + " such as 42");
    } finally {
      System.clearProperty("onrush.seed");
    }
    assertThat(server.counts()).isEmpty();
  }

  @Test
  void the_console_is_text_whatever_the_charset_of_the_platform_is() {
    LoadTestRun run = run().with("onrush.webhook", "none");
    for (String stream : List.of("stdout", "stderr", "sun.stdout", "sun.stderr")) {
      run = run.withJvmOption("-D" + stream + ".encoding=ISO-8859-1"); // as Windows has others
    }

    assertThatThrownBy(run::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("such as https://hooks.example.org/services/…, without a user name");
  }
}
