package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.internal.run.SampleRun.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.log.json.SeriesJson;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be read from the folder of a run. */
class SavedRunTest {

  @TempDir Path folder;

  @Test
  void the_folder_gives_the_same_result_again() {
    Run run = SampleRun.of(INFO, recorded(), folder).run();
    run.begin(Optional.empty());
    RunRecord result = run.end(Optional.empty());

    RunRecord again = IntervalLog.read(folder);

    assertThat(again.verdict()).isEqualTo(result.verdict());
    assertThat(again.reason()).isEqualTo(result.reason());
    assertThat(again.judgements()).isEqualTo(result.judgements());
    assertThat(again.info().thresholds()).isEqualTo(INFO.thresholds());
    assertThat(again.info().facts()).isEqualTo(result.info().facts());
    assertThat(SeriesJson.of(again.timeline().totals()))
        .isEqualTo(SeriesJson.of(result.timeline().totals()));
    assertThat(again.timeline().users()).isEqualTo(result.timeline().users());
  }

  @Test
  void a_log_that_was_cut_in_a_line_keeps_all_lines_before_it() throws IOException {
    Recorder recorder = recorded();
    try (IntervalLog log = IntervalLog.create(folder, INFO)) {
      log.add(recorder.takeInterval(ofSeconds(1)));
      recorder.response("B", "", "r", 1_500, 1_501, true, "200", "");
      log.add(recorder.takeInterval(ofSeconds(2)));
      recorder.response("B", "", "r", 2_500, 2_501, true, "200", "");
      log.add(recorder.takeInterval(ofSeconds(3)));
    }
    Path file = folder.resolve(IntervalLog.FILE);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log ends after 00:02; the run was killed, or its disk was full");
    assertThat(result.timeline().all().attempts()).isEqualTo(4);
  }

  @Test
  void a_folder_without_a_log_is_refused() throws IOException {
    Path file = Files.createFile(folder.resolve("notes.txt"));
    Path missing = folder.resolve("Load-1");
    String runs = "; the runs are in the folder reports, or in that of -Donrush.reports";

    assertThat(refused(folder))
        .isEqualTo(
            "folder was "
                + folder
                + ", which is not the folder of a run: it has no file intervals.jsonl; give the"
                + " folder of a run"
                + runs);
    assertThat(refused(file))
        .isEqualTo("folder was " + file + ", which is a file; give the folder of a run" + runs);
    assertThat(refused(missing))
        .isEqualTo(
            "folder was " + missing + ", which does not exist; give the folder of a run" + runs);
    assertThat(refused(Path.of("Load-1")))
        .isEqualTo("folder was Load-1, which does not exist; give the folder of a run" + runs);
  }

  @Test
  void instead_of_a_folder_without_a_log_the_newest_run_is_named() throws IOException {
    Path old = Files.createDirectory(folder.resolve("Load-3"));
    Path run = Files.createDirectory(folder.resolve("Load-2"));
    Files.createFile(old.resolve(IntervalLog.FILE)).toFile().setLastModified(1_000);
    Files.createFile(run.resolve(IntervalLog.FILE)).toFile().setLastModified(2_000);
    Path missing = folder.resolve("Load-4");

    assertThat(refused(folder))
        .isEqualTo(
            "folder was "
                + folder
                + ", which is not the folder of a run: it has no file intervals.jsonl; give the"
                + " folder of a run, such as "
                + run);
    assertThat(refused(missing))
        .isEqualTo(
            "folder was "
                + missing
                + ", which does not exist; give the folder of a run, such as "
                + run);
  }

  private static String refused(Path folder) {
    return catchThrowableOfType(IllegalArgumentException.class, () -> IntervalLog.read(folder))
        .getMessage();
  }
}
