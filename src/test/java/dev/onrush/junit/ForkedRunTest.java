package dev.onrush.junit;

import static dev.onrush.dsl.OnrushDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

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
  void a_run_that_did_not_pass_has_its_own_reason() {
    assertThat(ended(3).failureOfPassedRun()).isEmpty();
  }
}
