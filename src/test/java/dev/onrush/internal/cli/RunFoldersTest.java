package dev.onrush.internal.cli;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.result.RunEnd;
import dev.onrush.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {

  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  private static RunInfo info(Instant started) {
    return SampleInfo.load()
        .startedAt(started)
        .requests("r")
        .judged(errorRate().atMost(ofPercent(0)))
        .shape(Map.of("scenarios", "B"))
        .info();
  }

  /** Returns a folder with a log of this number of seconds, with two requests each. */
  private Path run(String name, Instant started, int seconds) throws IOException {
    return run(name, started, seconds, true);
  }

  private Path run(String name, Instant started, int seconds, boolean ends) throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    Recorder recorder = new Recorder(info(started).phases(), text -> text);
    try (IntervalLog log = IntervalLog.create(run, info(started))) {
      for (int second = 1; second <= seconds; second++) {
        recorder.timed("B", "", "r", 1000L * second - 500, 5_000, true, "200", "");
        recorder.timed("B", "", "r", 1000L * second - 400, 5_000, true, "200", "");
        log.add(recorder.takeInterval(ofSeconds(second)));
      }
      if (ends) {
        log.end(RunEnd.COMPLETED, Optional.empty(), List.of());
      }
    }
    return run;
  }

  @Test
  void reports_that_have_more_than_the_log_stay() throws IOException {
    Path run = run("cut", STARTED, 2);
    String whole = ResultJson.of(IntervalLog.read(run("whole", STARTED, 3)));
    Path result = Files.writeString(run.resolve("result.json"), whole);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolders.report(List.of(run)))
        .withMessage(
            "result.json of "
                + run
                + " contains 00:03 with 6 requests, but the interval log contains only 00:02 with 4"
                + " requests; nothing was changed; to create reports from the log, move"
                + " result.json away");

    assertThat(result).hasContent(whole);
    assertThat(run.resolve("report.html")).doesNotExist();
  }

  @Test
  void reports_of_a_run_up_to_its_end_stay_where_the_log_lacks_only_that() throws IOException {
    Path run = run("cut", STARTED, 2, false);
    String whole = ResultJson.of(IntervalLog.read(run("whole", STARTED, 2)));
    Path result = Files.writeString(run.resolve("result.json"), whole);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunFolders.report(List.of(run)))
        .withMessage(
            "result.json of "
                + run
                + " contains the whole run, but the interval log does not: the log ends after"
                + " 00:02; the run was killed, or its disk was full; nothing was changed; to create reports from the log, move"
                + " result.json away");

    assertThat(result).hasContent(whole);
  }

  @Test
  void reports_that_cannot_be_written_end_the_command_with_the_exit_code_that_it_tells()
      throws IOException {
    Path run = run("run", STARTED, 2);
    Path blocked = Files.createDirectories(run.resolve("summary.md").resolve("sub"));

    int code = OnrushCommand.execute("report", run.toString());

    assertThat(blocked).isDirectory();
    assertThat(code).isEqualTo(RunResult.FILES_MISSING);
  }

  @Test
  void reports_of_a_run_that_was_killed_are_made_again() throws IOException {
    Path run = run("run", STARTED, 2, false);
    RunFolders.report(List.of(run));
    Files.delete(run.resolve("report.html"));

    RunFolders.report(List.of(run));

    assertThat(run.resolve("report.html")).exists();
  }

  @Test
  void reports_that_have_what_the_log_has_or_are_damaged_are_made_again() throws IOException {
    Path run = run("run", STARTED, 2);
    String whole = ResultJson.of(IntervalLog.read(run));
    for (String before : List.of(whole, "{", "[]", "{\"length\":9000}")) {
      Files.writeString(run.resolve("result.json"), before);

      RunFolders.report(List.of(run));

      assertThat(run.resolve("result.json")).hasContent(whole);
    }
    assertThat(run.resolve("report.html")).exists();
  }

  @Test
  void merged_exchanges_have_the_time_of_the_clock_by_which_the_whole_run_begins()
      throws IOException {
    Path first = run("first", STARTED, 2);
    Path other = run("other", STARTED.plusSeconds(3_600), 2); // its clock is an hour ahead
    keep(first, "a", STARTED.plusMillis(1_500));
    keep(other, "b", STARTED.plusSeconds(3_600).plusMillis(1_700));
    Path into = run("into", STARTED, 2);

    RunFolders.mergeExchanges(List.of(first, other), into);

    assertThat(ExchangesFile.read(into))
        .extracting(exchange -> exchange.at() - STARTED.toEpochMilli())
        .containsExactlyInAnyOrder(1_500L, 1_700L);
  }

  private static void keep(Path run, String request, Instant at) throws IOException {
    try (JsonLinesFile<Exchange> file = ExchangesFile.in(run)) {
      file.add(
          List.of(
              new Exchange(
                  request,
                  "B",
                  at.toEpochMilli(),
                  1,
                  "no",
                  new Exchange.Message("GET /", List.of(), ""),
                  Optional.empty())));
    }
  }
}
