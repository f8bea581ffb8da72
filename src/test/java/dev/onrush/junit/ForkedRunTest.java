package dev.onrush.junit;

import static dev.onrush.dsl.OnrushDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.MeteredSimulation;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.result.RunEnd;
import dev.onrush.result.UnwrittenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkedRunTest {

  private static final RunInfo INFO =
      SampleInfo.load()
          .requests("r")
          .judged(errorRate().atMost(ofPercent(0)))
          .shape(Map.of("scenarios", "B"))
          .info();

  /** A record that is read from a log that ends too early. */
  private static final RunRecord LOGGED =
      RunAnalysis.of(INFO, Optional.empty(), Path.of("reports"))
          .result(
              INFO,
              new RunEnd(RunEnd.How.INTERRUPTED, "the run was killed after 00:02"),
              List.of(),
              List.of());

  private static ForkedRun.Ended ended(int code, UnwrittenFile... unwritten) {
    return new ForkedRun.Ended(Path.of("run"), LOGGED.withUnwritten(List.of(unwritten)), code);
  }

  @Test
  void a_pass_whose_log_ends_too_early_is_told_by_the_files_that_are_missing() {
    UnwrittenFile log = new UnwrittenFile("intervals.jsonl", "is not complete: no room");
    UnwrittenFile page = new UnwrittenFile("report.html", "was not written: no room");

    assertThat(ended(6, log, page).failureOfPassedRun())
        .contains(
            "the verdict is PASS, but the JVM of the run ended with exit code 6; intervals.jsonl is"
                + " not complete: no room; report.html was not written: no room");
  }

  @Test
  void a_file_of_options_that_cannot_be_read_is_told_before_the_start() {
    LoadTestRun run = LoadTestRun.of(MeteredSimulation.class).withJvmOption("@none.options");

    assertThatThrownBy(run::run)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "option for the JVM was \"@none.options\", whose file cannot be read: none.options does"
                + " not exist; write the path of a text file, absolute or relative to "
                + Path.of("").toAbsolutePath());
  }

  @Test
  void a_run_that_did_not_pass_has_its_own_reason() {
    assertThat(ended(3).failureOfPassedRun()).isEmpty();
  }
}
