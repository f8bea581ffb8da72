package dev.onrush.internal.run.log;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.result.RunEnd;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceRecorderTest {

  private static final RunInfo INFO =
      SampleInfo.load().requests("r").judged(errorCount().atMost(0)).info();

  private final List<String> asked = new ArrayList<>();

  /** A path on which each operation throws an error other than a RuntimeException. */
  private final Path broken =
      (Path)
          Proxy.newProxyInstance(
              Path.class.getClassLoader(),
              new Class<?>[] {Path.class},
              (proxy, method, arguments) -> {
                asked.add(method.getName());
                throw new NoClassDefFoundError("broken on purpose");
              });

  private static RunRecord result(int failed) {
    RunAnalysis analysis = RunAnalysis.of(INFO, Optional.empty(), Path.of("reports"));
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    recorder.response("B", "", "r", 5, 25, true, "200", "");
    for (int i = 0; i < failed; i++) {
      recorder.response("B", "", "r", 5, 25, false, "500", "");
    }
    analysis.judge().add(recorder.takeInterval(ofSeconds(1)));
    return analysis.result(INFO, RunEnd.COMPLETED, List.of(), List.of());
  }

  @Test
  void an_error_while_a_run_is_explained_costs_no_verdict() {
    RunRecord explained = new EvidenceRecorder(INFO, broken).explain(result(1));

    assertThat(asked).isNotEmpty();
    assertThat(explained.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(explained.breaches()).isEmpty();
  }

  @Test
  void readings_whose_file_was_deleted_meanwhile_are_told(@TempDir Path folder) throws IOException {
    Interval second = new Recorder(INFO.phases(), text -> text).takeInterval(ofSeconds(1));
    EvidenceRecorder kept = new EvidenceRecorder(INFO, folder);
    assertThat(kept.open()).isEmpty();

    assertThat(kept.add(second, Map.of("process_cpu_usage", 0.5))).isEmpty();
    Files.delete(folder.resolve(ServiceLog.FILE));

    assertThat(kept.close())
        .map(UnwrittenFile::toString)
        .hasValue("service.jsonl was not written: it was deleted while the run went on");
  }

  @Test
  void what_is_kept_of_requests_is_not_read_where_nothing_broke() {
    RunRecord explained = new EvidenceRecorder(INFO, broken).explain(result(0));

    assertThat(explained.verdict()).isEqualTo(Verdict.PASS);
    assertThat(asked).isEmpty();
  }
}
