package dev.onrush.internal.run.retention;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.result.RunEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldRunsTest {

  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

  private static final RunInfo INFO =
      SampleInfo.named("Shop", "Shop")
          .startedAt(Instant.EPOCH)
          .on(arrivalRate().hold(perSecond(20), ofSeconds(30)))
          .requests("r")
          .info();

  @TempDir Path reports;

  /** Returns a run's folder with its log and a report. */
  private Path run(String name, boolean ended) throws IOException {
    return run(name, ended, INFO);
  }

  private Path look(String name) throws IOException {
    return run(name, true, INFO.with(RunInfo.ONCE, "one user of each class, each task once"));
  }

  private Path run(String name, boolean ended, RunInfo info) throws IOException {
    Path folder = Files.createDirectories(reports.resolve(name));
    try (IntervalLog log = IntervalLog.create(folder, info)) {
      if (ended) {
        log.end(RunEnd.COMPLETED, Optional.empty(), List.of());
      }
    }
    Files.writeString(folder.resolve("report.html"), "<html></html>");
    silentFor(folder, Duration.ofMinutes(5));
    return folder;
  }

  private void silentFor(Path run, Duration time) throws IOException {
    Files.setLastModifiedTime(run.resolve(IntervalLog.FILE), FileTime.from(NOW.minus(time)));
  }

  @Test
  void the_newest_of_each_simulation_are_kept() throws IOException {
    Path first = run("Shop-20260101T000000Z", true);
    Path second = run("Shop-20260102T000000Z", true);
    run("Shop-20260102T000000Z-10", true);
    Path secondOfThatSecond = run("Shop-20260102T000000Z-2", true);
    run("Search-20250101T000000Z", true);

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(5, List.of(first, second, secondOfThatSecond), List.of()));
    assertThat(OldRuns.find(reports, any -> true, 3, NOW).old()).containsExactly(first);
    assertThat(OldRuns.find(reports, any -> true, 4, NOW).old()).isEmpty();
  }

  @Test
  void looks_are_counted_apart_from_runs() throws IOException {
    Path firstLook = look("Shop-20260101T000000Z");
    Path first = run("Shop-20260102T000000Z", true);
    run("Shop-20260103T000000Z", true);
    look("Shop-20260104T000000Z");

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(4, List.of(first, firstLook), List.of()));
  }

  @Test
  void two_simulations_of_one_simple_name_are_counted_apart() throws IOException {
    RunInfo web = INFO.with(RunName.CLASS, "web.Shop");
    RunInfo app = INFO.with(RunName.CLASS, "app.Shop");
    Path firstOfWeb = run("Shop-20260101T000000Z", true, web);
    run("Shop-20260102T000000Z", true, app);
    run("Shop-20260103T000000Z", true, web);
    run("Shop-20260104T000000Z", true); // in no package

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(4, List.of(firstOfWeb), List.of()));
  }

  @Test
  void what_is_no_run_is_left_alone() throws IOException {
    run("Shop-20260109T000000Z", true);
    Path otherName = run("notes", true);
    Path noLog = Files.createDirectories(reports.resolve("Shop-20260101T000000Z"));
    Path otherLog = Files.createDirectories(reports.resolve("Shop-20260102T000000Z"));
    Files.writeString(otherLog.resolve(IntervalLog.FILE), "{}\n");
    Path emptyLog = Files.createDirectories(reports.resolve("Shop-20260103T000000Z"));
    Files.writeString(emptyLog.resolve(IntervalLog.FILE), "");
    run("baselines/Shop-20260101T000000Z/Shop-20260101T000000Z", true);
    Path elsewhere = run("elsewhere/Shop-20260101T000000Z", true);
    Files.createSymbolicLink(reports.resolve("Shop-20260104T000000Z"), elsewhere);
    Files.writeString(reports.resolve("Shop-20260105T000000Z"), "a file");

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(1, List.of(), List.of()));
    assertThat(List.of(otherName, noLog)).allSatisfy(folder -> assertThat(folder).exists());
  }

  @Test
  void a_run_that_may_be_going_on_is_kept() throws IOException {
    Path going = run("Shop-20260101T000000Z", false);
    Path killed = run("Shop-20260102T000000Z", false);
    silentFor(killed, Duration.ofMinutes(61));
    run("Shop-20260103T000000Z", true);

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(3, List.of(killed), List.of(going)));
  }

  @Test
  void a_run_whose_reports_are_being_written_is_kept() throws IOException {
    Path begun = run("Shop-20260101T000000Z", true);
    Path nearlyDone = run("Shop-20260102T000000Z", true);
    Files.writeString(nearlyDone.resolve("result.json"), "{}");
    Files.writeString(nearlyDone.resolve(".report.html.1f.tmp"), "<html>");
    Path done = run("Shop-20260103T000000Z", true);
    Files.writeString(done.resolve("result.json"), "{}");
    Path abandoned = run("Shop-20260104T000000Z", true);
    for (Path recent : List.of(begun, nearlyDone, done)) {
      silentFor(recent, ofSeconds(1));
    }
    run("Shop-20260105T000000Z", true);

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(5, List.of(done, abandoned), List.of(begun, nearlyDone)));
  }

  /** When the first file of its log is full, a run writes only to the files next to it. */
  @Test
  void a_long_run_whose_log_continues_in_further_files_may_be_going_on() throws IOException {
    Path going = run("Shop-20260101T000000Z", false);
    silentFor(going, Duration.ofHours(2));
    Path levels = Files.createDirectories(going.resolve("intervals"));
    Path seconds = Files.writeString(levels.resolve("level-0-00001.jsonl"), "");
    Files.setLastModifiedTime(seconds, FileTime.from(NOW.minusSeconds(1)));
    Path sums = Files.writeString(levels.resolve("level-1-00001.jsonl"), "");
    Files.setLastModifiedTime(sums, FileTime.from(NOW.minusSeconds(16)));
    run("Shop-20260103T000000Z", true);

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(2, List.of(), List.of(going)));

    Files.setLastModifiedTime(seconds, FileTime.from(NOW.minus(Duration.ofMinutes(61))));
    Files.setLastModifiedTime(sums, FileTime.from(NOW.minus(Duration.ofMinutes(62))));

    assertThat(OldRuns.find(reports, any -> true, 1, NOW))
        .isEqualTo(new OldRuns(2, List.of(going), List.of()));
  }

  @Test
  void a_deletion_follows_no_link() throws IOException {
    Path run = run("Shop-20260101T000000Z", true);
    Path other = Files.createDirectories(reports.resolve("other"));
    Files.writeString(other.resolve("mine.txt"), "mine");
    Files.createSymbolicLink(run.resolve("link"), other);
    Files.createDirectories(run.resolve("gatling/js"));
    Files.writeString(run.resolve("gatling/js/a.js"), "a");

    assertThat(OldRuns.size(run)).isEqualTo(Files.size(run.resolve(IntervalLog.FILE)) + 13 + 1);
    OldRuns.delete(run);

    assertThat(run).doesNotExist();
    assertThat(other.resolve("mine.txt")).exists();
  }

  @Test
  void the_end_of_a_run_deletes_older_ones_of_its_simulation() throws IOException {
    Path old = run("Shop-20260101T000000Z", true);
    Path other = run("Search-20250101T000000Z", true);
    run("Search-20250102T000000Z", true);
    Path before = run("Shop-20260102T000000Z", true);
    Path now = run("Shop-20260103T000000Z", true);

    assertThat(endOf(now, 2)).isEqualTo("Deleted " + old + " (keepRuns is 2)\n");

    assertThat(old).doesNotExist();
    assertThat(List.of(other, before, now)).allSatisfy(folder -> assertThat(folder).exists());
  }

  /** Returns the output at the end of a run. */
  private static String endOf(Path run, int keep) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new KeepingRuns(
            keep, InstantSource.fixed(NOW), new PrintStream(out, true, StandardCharsets.UTF_8))
        .ended(IntervalLog.read(run), run);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void the_end_of_a_look_deletes_no_run() throws IOException {
    Path run = run("Shop-20260101T000000Z", true);
    Path later = run("Shop-20260102T000000Z", true);
    Path look = look("Shop-20260103T000000Z");
    Path now = look("Shop-20260104T000000Z");

    assertThat(endOf(now, 1)).isEqualTo("Deleted " + look + " (keepRuns is 1)\n");

    assertThat(List.of(run, later, now)).allSatisfy(folder -> assertThat(folder).exists());
  }

  @Test
  void a_run_that_cannot_be_deleted_keeps_no_other() throws IOException {
    Path kept = run("Shop-20260101T000000Z", true);
    Path locked = Files.createDirectories(kept.resolve("gatling/js"));
    Files.writeString(locked.resolve("a.js"), "a");
    Path other = run("Shop-20260102T000000Z", true);
    Path now = run("Shop-20260103T000000Z", true);
    assertThat(locked.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(locked)).isFalse(); // root can write anywhere

    try {
      assertThat(endOf(now, 1)).isEqualTo("Deleted " + other + " (keepRuns is 1)\n");
    } finally {
      assertThat(locked.toFile().setWritable(true)).isTrue();
    }

    assertThat(locked).exists();
  }

  @Test
  void a_folder_that_is_none_is_told() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OldRuns.find(reports.resolve("none"), any -> true, 1, NOW))
        .withMessage(
            "folder of runs was "
                + reports.resolve("none")
                + ", which does not exist; choose another with -Donrush.reports=FOLDER");
  }

  @Test
  void the_last_line_of_a_log_is_found_however_long_it_is() throws IOException {
    Path folder = Files.createDirectories(reports.resolve("Shop-20260101T000000Z"));
    try (IntervalLog log = IntervalLog.create(folder, INFO)) {
      assertThat(IntervalLog.hasEnd(folder)).isFalse();
      log.end(RunEnd.COMPLETED, Optional.empty(), List.of("long ".repeat(10_000)));
    }
    Path file = folder.resolve(IntervalLog.FILE);

    assertThat(IntervalLog.hasEnd(folder)).isTrue();

    // A truncated line does not count.
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 40_000));

    assertThat(IntervalLog.hasEnd(folder)).isFalse();
  }
}
