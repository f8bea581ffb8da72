package dev.onrush.internal.run;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.onrush.FaultyDisk;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.comparison.ComparisonPage;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.log.Baselines;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.log.MergedLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.retention.OldRuns;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.result.RunEnd;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The effects on a run, and on files that are created from runs, if the disk fails at any single
 * operation.
 */
@Timeout(300)
class FullDiskTest {

  private static final Duration LONG_ENOUGH = ofSeconds(30);

  private static final Set<String> FILES =
      Set.of(
          "intervals.jsonl",
          "times.hlog",
          "report.html",
          "junit.xml",
          "timeline.csv",
          "requests.csv",
          "result.json",
          "summary.md",
          "pull-request.md",
          "metrics.txt");

  private static final RunInfo INFO =
      new RunInfo(
          "LoadTest",
          "Load",
          Instant.parse("2026-01-02T03:04:05Z"),
          Optional.empty(),
          42,
          List.of("r"),
          List.of(errorRate().atMost(ofPercent(0))),
          // regardless of other load on the machine, this run has to be judged by its requests
          new GeneratorLimits(ofHours(1), 100, ofHours(1), 100, 100, 100, 100),
          Map.of("scenarios", "B"),
          Map.of());

  /** The way in which the disk fails. */
  enum Fault {
    FULL_FROM_THEN_ON,
    ONCE;

    FaultyDisk at(int n) {
      return this == ONCE ? FaultyDisk.failingAt(n) : FaultyDisk.fullFrom(n);
    }
  }

  /**
   * The way in which the disk fails during a run. The log is written by one thread, and files of
   * the report by others meanwhile, so that only the operations of each have the same order in each
   * run.
   */
  enum RunFault {
    FULL_FROM_THEN_ON(4, 9 * 4 + 7, 0),
    /** Each of the three intervals that are followed by another line is written again. */
    ONCE_FOR_THE_LOG(4, 7, 3),
    ONCE_FOR_THE_REPORT(0, 9 * 4, 0);

    /** The folder, and a file in it that is opened, written and closed. */
    final int refused;

    /**
     * Nine files are opened, written, closed and moved; a log is opened and closed, and has 5
     * lines.
     */
    final int leastMissing;

    final int caughtUp;

    RunFault(int refused, int leastMissing, int caughtUp) {
      this.refused = refused;
      this.leastMissing = leastMissing;
      this.caughtUp = caughtUp;
    }

    FaultyDisk at(int n) {
      return switch (this) {
        case FULL_FROM_THEN_ON -> FaultyDisk.fullFrom(n);
        case ONCE_FOR_THE_LOG -> FaultyDisk.failingAt(n, RunFault::isOfTheLog);
        case ONCE_FOR_THE_REPORT -> FaultyDisk.failingAt(n, file -> !isOfTheLog(file));
      };
    }

    private static boolean isOfTheLog(Path file) {
      String name = file.getFileName().toString();
      return name.equals(IntervalLog.FILE) || name.equals(".probe") || name.startsWith("LoadTest-");
    }
  }

  @TempDir Path folder;

  /** Executes a run of three seconds with 30 requests, by its own clock. */
  private static RunRecord run(Path into, PrintStream console) {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    HandClock clock = new HandClock();
    Run run =
        SampleRun.of(INFO, recorder, into)
            .observedBy(new ReportFiles(Set.of()), new HistoryPage(), new ConsoleSummary(console))
            .at(clock)
            .run();
    run.begin(Optional.empty());
    for (int second = 1; second <= 3; second++) {
      for (int i = 0; i < 10; i++) {
        recorder.timed("B", "", "r", 1000L * second - 500, 5_000, true, "200", "");
      }
      clock.advance(ofSeconds(1));
      if (second < 3) {
        boolean goesOn = run.beat();
        assertThat(goesOn).isTrue();
      }
    }
    return run.end(Optional.empty());
  }

  private static PrintStream unseen() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static Set<String> names(Path in) throws IOException {
    try (Stream<Path> entries = Files.list(in)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_run_ends_and_says_what_is_missing_wherever_the_disk_fails(RunFault fault)
      throws IOException {
    int refused = 0;
    int missing = 0;
    int caughtUp = 0;
    for (int n = 1; ; n++) {
      FaultyDisk disk = fault.at(n);
      Path reports = Files.createDirectory(folder.resolve(fault + "-" + n));
      ByteArrayOutputStream console = new ByteArrayOutputStream();
      Path run;
      try {
        run = RunFolder.create(disk.path(reports), "LoadTest");
      } catch (UncheckedIOException e) {
        assertThat(e)
            .hasMessageStartingWith("folder for results was " + reports)
            .hasMessageContaining("No space left on device")
            .hasMessageEndingWith("choose another with -Donrush.reports=FOLDER");
        assertThat(names(reports)).isEmpty();
        refused++;
        continue;
      }

      RunRecord result =
          assertTimeoutPreemptively(
              LONG_ENOUGH, () -> run(run, new PrintStream(console, true, StandardCharsets.UTF_8)));

      String text = console.toString(StandardCharsets.UTF_8);
      String at = fault + " at " + n + "\n" + text;
      assertThat(result.timeline().all().requests()).as(at).isEqualTo(30);
      assertThat(result.verdict()).as(at).isEqualTo(Verdict.PASS);
      if (!disk.hasFailed()) {
        assertThat(result.exitCode()).isZero();
        assertThat(names(reports.resolve(run.getFileName().toString()))).isEqualTo(FILES);
        assertThat(text).endsWith("PASS: the threshold passed\n");
        break;
      }
      if (result.unwritten().isEmpty()) { // data that could not be logged is in the next line
        assertThat(fault).as(at).isEqualTo(RunFault.ONCE_FOR_THE_LOG);
        checkCaughtUp(reports.resolve(run.getFileName().toString()), at);
        caughtUp++;
        continue;
      }
      missing++;
      check(reports.resolve(run.getFileName().toString()), disk, result, text, at);
    }
    assertThat(refused).isEqualTo(fault.refused);
    assertThat(missing + caughtUp).isGreaterThanOrEqualTo(fault.leastMissing);
    assertThat(caughtUp).isEqualTo(fault.caughtUp);
  }

  private static void checkCaughtUp(Path run, String at) throws IOException {
    assertThat(names(run)).as(at).isEqualTo(FILES);
    RunRecord read = IntervalLog.read(run);
    assertThat(read.verdict()).as(at).isEqualTo(Verdict.PASS);
    assertThat(read.timeline().all().requests()).as(at).isEqualTo(30);
    assertThat(read.notes()).as(at).noneMatch(note -> note.contains("damaged"));
  }

  @Test
  void a_run_whose_log_cannot_be_written_to_goes_on_and_is_told_from_one_that_was_killed()
      throws IOException {
    // After the folder, a file in it, and the start of the log.
    FaultyDisk disk = FaultyDisk.fullFrom(7);
    Path onDisk = RunFolder.create(disk.path(folder), "LoadTest");
    Path made = folder.resolve(onDisk.getFileName().toString());
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    HandClock clock = new HandClock();
    Run run = SampleRun.of(INFO, recorder, onDisk).at(clock).run();
    run.begin(Optional.empty());
    Files.createDirectory(folder.resolve("LoadTest-99990101T000000Z")); // a newer run
    Files.copy(
        made.resolve(IntervalLog.FILE),
        folder.resolve("LoadTest-99990101T000000Z").resolve(IntervalLog.FILE));
    clock.advance(ofSeconds(1));
    assertThat(run.beat()).isTrue();
    Files.setLastModifiedTime(
        made.resolve(IntervalLog.FILE), FileTime.from(Instant.now().minus(ofHours(2))));
    clock.advance(ofSeconds(1));

    boolean goesOn = run.beat();

    assertThat(disk.hasFailed()).isTrue();
    assertThat(goesOn).isTrue();
    assertThat(OldRuns.find(folder, any -> true, 1, Instant.now()).goingOn()).containsExactly(made);
    assertThat(run.end(Optional.empty()).unwritten())
        .extracting(UnwrittenFile::name)
        .contains(IntervalLog.FILE);
  }

  private static void check(Path run, FaultyDisk disk, RunRecord result, String console, String at)
      throws IOException {
    Set<String> unwritten =
        result.unwritten().stream().map(UnwrittenFile::name).collect(Collectors.toSet());
    Set<String> there = names(run);
    if (Files.exists(run.resolveSibling("index.html"))) {
      assertThat(unwritten).as(at).doesNotContain("index.html");
    } else {
      assertThat(unwritten).as(at).contains("index.html");
    }
    // All files are complete, except the log, which is written during the run.
    assertThat(disk.torn()).as(at).isSubsetOf("intervals.jsonl");
    assertThat(FILES).as(at).containsAll(there);
    for (String file : FILES) {
      if (!there.contains(file)) {
        assertThat(unwritten).as(at).contains(file);
      } else if (!file.equals("intervals.jsonl")) {
        assertThat(unwritten).as(at).doesNotContain(file);
      }
    }
    assertThat(unwritten).as(at).isNotEmpty();
    assertThat(result.exitCode()).as(at).isEqualTo(RunRecord.FILES_MISSING);
    for (UnwrittenFile file : result.unwritten()) {
      String told = file.name().equals("intervals.jsonl") ? "is not complete" : "was not written";
      assertThat(file).as(at).hasToString(file.name() + " " + told + ": No space left on device");
      assertThat(console).as(at).contains("Note: " + file + "\n");
    }
    boolean cut = unwritten.contains("intervals.jsonl");
    int many = unwritten.size() - (cut ? 1 : 0);
    String told =
        (many == 0 ? "" : many == 1 ? "1 file was not written" : many + " files were not written")
            + (many > 0 && cut ? " and " : "")
            + (cut ? "1 file is not complete" : "");
    assertThat(console)
        .as(at)
        .endsWith("PASS: the threshold passed; but " + told + ", so the exit code is 6\n")
        .contains(unwritten.contains("report.html") ? "\nFolder: " + run : "\nReport: " + run);
    checkLog(run, unwritten.contains("intervals.jsonl"), at);
  }

  /** The written part of the log can be read, and the log says whether it is complete. */
  private static void checkLog(Path run, boolean incomplete, String at) throws IOException {
    Path log = run.resolve(IntervalLog.FILE);
    if (!Files.exists(log) || Files.readAllLines(log).size() < 2) {
      assertThat(incomplete).as(at).isTrue();
      return;
    }
    RunRecord read = IntervalLog.read(run);
    assertThat(read.notes()).as(at).noneMatch(note -> note.startsWith("the log is damaged"));
    if (!incomplete) {
      assertThat(read.verdict()).as(at).isEqualTo(Verdict.PASS);
      assertThat(read.timeline().all().requests()).as(at).isEqualTo(30);
    }
  }

  @Test
  void reports_that_are_made_again_keep_the_old_ones_until_they_are_whole() throws IOException {
    Path made = RunFolder.create(folder, "LoadTest");
    RunRecord result = run(made, unseen());
    assertThat(result.unwritten()).isEmpty();
    byte[] page = Files.readAllBytes(made.resolve("report.html"));
    FaultyDisk full = FaultyDisk.fullFrom(1);

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(() -> new ReportFiles(Set.of()).ended(result, full.path(made)))
        .satisfies(e -> assertThat(e.files()).hasSize(9));

    assertThat(names(made)).isEqualTo(FILES);
    assertThat(made.resolve("report.html")).hasBinaryContent(page);
  }

  @ParameterizedTest
  @EnumSource
  void a_baseline_is_saved_whole_or_stays_what_it_was(Fault fault) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (String name : List.of("old", "new")) {
      Path run = Files.createDirectory(folder.resolve(name));
      run(run, unseen());
      runs.add(run);
    }
    for (int n = 1; ; n++) {
      Path reports = Files.createDirectory(folder.resolve(fault + "-" + n));
      new Baselines(reports.resolve("baselines")).save("main", List.of(runs.get(0)));
      FaultyDisk disk = fault.at(n);

      Throwable thrown =
          catchThrowable(
              () ->
                  new Baselines(disk.path(reports.resolve("baselines")))
                      .save("main", List.of(disk.path(runs.get(1)))));

      Path main = reports.resolve("baselines/main");
      String at = fault + " at " + n;
      if (thrown == null) {
        assertThat(names(main)).as(at).containsExactly("new");
        assertThat(IntervalLog.read(main.resolve("new")).notes()).as(at).isEmpty();
        if (!disk.hasFailed()) {
          break;
        }
        continue; // a folder that could not be created was created at the second attempt
      }
      assertThat(thrown)
          .as(at)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(main + " cannot be written to: ");
      // If even the restore fails, the old baseline is kept under another name for the next save.
      Path old = Files.exists(main) ? main : reports.resolve("baselines/.main.old");
      assertThat(names(old)).as(at).containsExactly("old");
      assertThat(names(reports.resolve("baselines"))).as(at).hasSize(1);
      if (fault == Fault.ONCE) {
        assertThat(old).as(at).isEqualTo(main);
      }
      new Baselines(reports.resolve("baselines")).save("other", List.of(runs.get(1)));
      new Baselines(reports.resolve("baselines")).save("main", List.of(runs.get(1)));
      assertThat(names(reports.resolve("baselines"))).containsExactly("main", "other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_comparison_is_written_whole_or_not_at_all(Fault fault) throws IOException {
    Path run = RunFolder.create(folder, "LoadTest");
    RunRecord result = run(run, unseen());
    for (int n = 1; ; n++) {
      FaultyDisk disk = fault.at(n);
      Path onDisk = disk.path(run);

      Throwable thrown =
          catchThrowable(
              () ->
                  ComparisonPage.write(
                      List.of(onDisk, onDisk), List.of(result, result), List.of()));

      if (thrown == null) {
        assertThat(run.resolve("compare.html")).content().endsWith("</html>\n");
        break;
      }
      assertThat(thrown)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(run.resolve("compare.html") + " cannot be written: ");
      assertThat(names(run)).isEqualTo(FILES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_merged_log_is_written_whole_or_not_at_all(Fault fault) throws IOException {
    Path part = Files.createDirectory(folder.resolve("part"));
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    try (IntervalLog log =
        IntervalLog.create(
            part, INFO.with(RunInfo.INJECTOR, "1 of 1 (a)").with(RunInfo.CLUSTER_RUN, "run"))) {
      log.add(recorder.takeInterval(ofSeconds(1)));
      log.end(RunEnd.COMPLETED, Optional.empty(), List.of());
    }
    for (int n = 1; ; n++) {
      FaultyDisk disk = fault.at(n);
      Path into = Files.createDirectory(folder.resolve("merged-" + n));

      Throwable thrown = catchThrowable(() -> MergedLog.write(List.of(part), disk.path(into)));

      if (thrown == null) {
        assertThat(disk.hasFailed()).isFalse();
        assertThat(IntervalLog.read(into).notes()).isEmpty();
        break;
      }
      assertThat(thrown)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(into + " cannot be written to: ")
          .hasMessageContaining("No space left on device");
      assertThat(names(into)).isEmpty();
    }
  }
}
