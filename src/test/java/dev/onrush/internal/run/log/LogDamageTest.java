package dev.onrush.internal.run.log;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.log.IntervalLog.Limits;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports from a log whose lines or files have been altered. */
class LogDamageTest {

  private static final String REQUEST = "Größe";

  private static final LoadProfile PROFILE = arrivalRate().hold(perSecond(2), ofSeconds(10));

  private static final RunInfo INFO =
      SampleInfo.load()
          .requests(REQUEST)
          .judged(p95().of(REQUEST).below(ofSeconds(1)), errorCount().atMost(0))
          .shape(Map.of("scenarios", "B"))
          .info();

  @TempDir Path folder;

  /** Each second has two requests; even seconds also have a request of another name. */
  private static List<Interval> seconds(int many) {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    List<Interval> all = new ArrayList<>();
    for (int second = 0; second < many; second++) {
      recorder.timed("B", "", REQUEST, 1000L * second, 5_000, true, "200", "");
      recorder.timed("B", "", REQUEST, 1000L * second, 7_000, true, "200", "");
      if (second % 2 == 0) {
        recorder.timed("B", "", "other", 1000L * second, 7_000, true, "200", "");
      }
      all.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return all;
  }

  /** A run of 10 s: line 1 is its start, lines 2 to 11 are its seconds, line 12 is its end. */
  private Path written() throws IOException {
    return written(10, Limits.DEFAULT);
  }

  private Path written(int many, Limits limits) throws IOException {
    RunAnalysis analysis = RunAnalysis.of(INFO, Optional.empty(), Path.of("reports"));
    try (IntervalLog log = IntervalLog.create(folder, INFO, limits)) {
      for (Interval second : seconds(many)) {
        analysis.judge().add(second);
        log.add(second);
      }
      log.end(analysis.result(INFO, RunEnd.COMPLETED, List.of(), List.of()));
    }
    return folder.resolve(IntervalLog.FILE);
  }

  private RunRecord readWith(Consumer<List<String>> change) throws IOException {
    Path file = written();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    change.accept(lines);
    Files.write(file, lines);
    return IntervalLog.read(folder);
  }

  private static long requests(RunRecord result) {
    return result.timeline().all().requests();
  }

  @Test
  void a_log_that_is_whole_says_nothing() throws IOException {
    RunRecord result = readWith(lines -> {});

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.notes()).isEmpty();
    assertThat(requests(result)).isEqualTo(25);
  }

  @Test
  void each_line_ends_with_its_number_and_a_checksum_of_what_is_before() throws IOException {
    String line = Files.readAllLines(written()).get(2);

    // CRC-32C as in RFC 3720, available in java.util.zip since Java 9
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    String content = line.substring(0, line.lastIndexOf(",\"crc32c\":"));
    crc.update(content.getBytes(StandardCharsets.UTF_8));
    assertThat(content).endsWith(",\"line\":3");
    assertThat(line).isEqualTo("%s,\"crc32c\":\"%08x\"}", content, crc.getValue());
  }

  @Test
  void a_line_that_is_missing_is_a_hole() throws IOException {
    RunRecord result =
        readWith(
            lines -> {
              lines.remove(5); // line 6, the fifth second, with three requests
            });

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 1 s (00:04 to 00:05) of the run missing");
    assertThat(result.notes())
        .containsExactly(
            "the log is damaged: intervals.jsonl line 6 is missing",
            "missing in the log, and in all figures: 1 s (00:04 to 00:05)");
    assertThat(requests(result)).isEqualTo(22);
  }

  @Test
  void several_lines_that_are_missing_are_told_together() throws IOException {
    RunRecord result =
        readWith(
            lines -> {
              lines.subList(4, 7).clear();
              lines.remove(6); // line 10
            });

    assertThat(result.reason())
        .isEqualTo("the log has a hole: 4 s (00:03 to 00:06, 00:08 to 00:09) of the run missing");
    assertThat(result.notes().get(0))
        .isEqualTo(
            "the log is damaged: intervals.jsonl lines 5 to 7 are missing, intervals.jsonl line 10"
                + " is missing");
  }

  @Test
  void a_line_with_another_digit_is_left_out() throws IOException {
    RunRecord result =
        readWith(
            lines -> lines.set(5, lines.get(5).replaceFirst("\"requests\":2", "\"requests\":9")));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 1 s (00:04 to 00:05) of the run missing");
    assertThat(result.notes().get(0))
        .isEqualTo("the log is damaged: intervals.jsonl line 6 is altered or cut");
    assertThat(requests(result)).isEqualTo(22);
  }

  @Test
  void a_line_that_is_cut_in_the_middle_of_the_log_is_left_out() throws IOException {
    RunRecord result = readWith(lines -> lines.set(5, lines.get(5).substring(0, 100)));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.notes().get(0))
        .isEqualTo("the log is damaged: intervals.jsonl line 6 is altered or cut");
    assertThat(requests(result)).isEqualTo(22);
  }

  /** As if the disk was full for a moment: half a line, directly followed by the next one. */
  @Test
  void two_lines_that_have_run_together_are_left_out() throws IOException {
    RunRecord result =
        readWith(lines -> lines.set(5, lines.get(5).substring(0, 100) + lines.remove(6)));

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 2 s (00:04 to 00:06) of the run missing");
    assertThat(result.notes().get(0))
        .isEqualTo("the log is damaged: intervals.jsonl lines 6 to 7 are missing, altered or cut");
  }

  @Test
  void a_line_that_is_there_twice_counts_once() throws IOException {
    RunRecord result = readWith(lines -> lines.add(6, lines.get(5)));

    // No data is missing: the figures equal the figures of the run.
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(requests(result)).isEqualTo(25);
    assertThat(result.notes())
        .containsExactly(
            "the log is damaged: intervals.jsonl line 6 is repeated or in the wrong place");
  }

  @Test
  void lines_in_another_order_are_a_hole() throws IOException {
    RunRecord result =
        readWith(
            lines -> {
              lines.add(5, lines.remove(6)); // line 7 before line 6
            });

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 1 s (00:04 to 00:05) of the run missing");
    assertThat(result.notes().get(0))
        .isEqualTo(
            "the log is damaged: intervals.jsonl line 6 is missing, intervals.jsonl line 6 is"
                + " repeated or in the wrong place");
    assertThat(requests(result)).isEqualTo(22);
  }

  @Test
  void a_line_that_names_what_later_lines_call_by_number_takes_those_with_it() throws IOException {
    RunRecord result =
        readWith(
            lines -> {
              lines.remove(1); // names both requests
            });

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 10 s (00:00 to 00:10) of the run missing");
    assertThat(result.notes().get(0))
        .isEqualTo("the log is damaged: intervals.jsonl lines 2 to 11 are missing, altered or cut");
  }

  @Test
  void text_that_is_no_line_of_the_log_is_told_and_nothing_is_missing() throws IOException {
    RunRecord result = readWith(lines -> lines.add(5, "# looked at by hand"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.notes())
        .containsExactly(
            "the log is damaged: intervals.jsonl has text before line 6 that is not a line of this"
                + " log");
  }

  @Test
  void an_intervention_that_is_missing_is_a_hole_although_every_second_is_there()
      throws IOException {
    try (IntervalLog log = IntervalLog.create(folder, INFO.on(List.of(FlowLoad.only(PROFILE))))) {
      List<Interval> seconds = seconds(2);
      log.add(seconds.get(0));
      log.add(
          new dev.onrush.result.Intervention(
              ofSeconds(1), new dev.onrush.result.Command.Pause(), "test"));
      log.add(seconds.get(1));
      log.end(RunEnd.COMPLETED, Optional.empty(), List.of());
    }
    Path file = folder.resolve(IntervalLog.FILE);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(2);
    Files.write(file, lines);

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason()).isEqualTo("the log is damaged: intervals.jsonl line 3 is missing");
    assertThat(requests(result)).isEqualTo(5);
  }

  @Test
  void seconds_that_are_missing_before_the_end_are_a_hole() throws IOException {
    RunRecord result = readWith(lines -> lines.subList(9, 11).clear());

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 2 s (00:08 to 00:10) of the run missing");
  }

  @Test
  void a_log_without_its_first_line_is_refused() throws IOException {
    Path file = written();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(1, lines.size()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> IntervalLog.read(folder))
        .withMessage(
            file
                + " does not begin with \"onrush-intervals/4\"; it is not an interval log of this"
                + " version, or its first line, which is needed to read the others, is missing or"
                + " damaged");
  }

  @Test
  void a_log_with_an_altered_first_line_is_refused() throws IOException {
    Path file = written();
    Files.writeString(file, Files.readString(file).replaceFirst("\"seed\":42", "\"seed\":43"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> IntervalLog.read(folder))
        .withMessage(
            file
                + " was altered in its first line, which describes the run; without that line the"
                + " log cannot be read");
  }

  /** Some of the positions are in the middle of a character. */
  @Test
  void a_log_that_is_cut_within_a_line_or_a_character_reads_up_to_there() throws IOException {
    Path file = written();
    byte[] all = Files.readAllBytes(file);
    int first = new String(all, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    int second = new String(all, StandardCharsets.ISO_8859_1).indexOf('\n', first) + 1;
    // the line that names the requests, and a few bytes of the next
    assertThat(new String(all, first, second - first, StandardCharsets.UTF_8)).contains(REQUEST);
    int name = new String(all, StandardCharsets.ISO_8859_1).indexOf("Gr\u00c3", first);
    for (int cut = first; cut < second + 30; cut++) {
      if (cut % 29 != 0 && (cut < name || cut > name + 9) && cut < second - 3) {
        continue;
      }
      Files.write(file, Arrays.copyOf(all, cut));

      RunRecord result = IntervalLog.read(folder);

      // A line is complete if only its line end is missing.
      long expected = cut >= second - 1 ? 3 : 0;
      assertThat(requests(result)).as("cut at byte %d", cut).isEqualTo(expected);
      assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
      assertThat(result.reason())
          .isEqualTo(
              "the log ends after 00:0"
                  + (expected / 3)
                  + "; the run was killed, or its disk was full");
      assertThat(result.notes()).isEmpty();
    }
  }

  @Test
  void a_run_that_was_killed_and_has_a_hole_says_both() throws IOException {
    RunRecord result =
        readWith(
            lines -> {
              lines.remove(11);
              lines.remove(5);
            });

    assertThat(result.reason())
        .isEqualTo(
            "the log ends after 00:10; the run was killed, or its disk was full; the log has a hole: 1 s (00:04 to 00:05) of the run"
                + " missing");
  }

  @Test
  void a_line_of_an_older_log_that_is_missing_is_found_by_its_time() throws IOException {
    Path file = written();
    List<String> lines =
        new ArrayList<>(
            Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst(",\"line\":\\d+,\"crc32c\":\"\\w+\"}$", "}"))
                .map(line -> line.replaceFirst("\"first\":\\d+,", ""))
                .map(line -> line.replaceFirst(",\"intervals\":10,\"length\":10000", ""))
                .map(line -> line.replaceFirst("onrush-intervals/4", "onrush-intervals/3"))
                .toList());
    Files.write(file, lines);
    assertThat(IntervalLog.read(folder).notes()).isEmpty();
    assertThat(IntervalLog.read(folder).verdict()).isEqualTo(Verdict.PASS);

    lines.add(8, lines.get(8)); // the eighth second twice
    lines.remove(5);
    Files.write(file, lines);
    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo("the log has a hole: 1 s (00:04 to 00:05) of the run missing");
    assertThat(result.notes())
        .containsExactly(
            "the log is damaged: intervals.jsonl line 9 repeats a time that an earlier line covers",
            "missing in the log, and in all figures: 1 s (00:04 to 00:05)");
    assertThat(requests(result)).isEqualTo(22);
  }

  private List<Path> files(String level) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("intervals"))) {
      return all.filter(file -> file.getFileName().toString().startsWith(level)).sorted().toList();
    }
  }

  /** Writes a log of 1,000 s with three levels, from which nothing has been deleted. */
  private void writtenAtLevels() throws IOException {
    written(1_000, new Limits(4_000, 1_000, 2_000_000));
    assertThat(files("level-2")).isNotEmpty();
    assertThat(IntervalLog.read(folder).notes()).isEmpty(); // each second is present
  }

  private List<Long> lengths() {
    List<Long> lengths = new ArrayList<>();
    IntervalLog.forEach(folder, interval -> lengths.add(interval.length().toSeconds()));
    return lengths;
  }

  @Test
  void each_second_that_is_on_the_disk_is_read_by_itself() throws IOException {
    writtenAtLevels();

    assertThat(lengths()).hasSize(1_000).containsOnly(1L);
  }

  @Test
  void a_sum_is_read_where_a_second_of_it_is_damaged_and_nowhere_else() throws IOException {
    writtenAtLevels();
    long first =
        Files.readAllLines(folder.resolve(IntervalLog.FILE)).stream()
            .filter(line -> line.startsWith("{\"first\":"))
            .count();
    Path file = files("level-0").get(files("level-0").size() / 2);
    List<String> lines = Files.readAllLines(file);
    lines.remove(lines.size() - 2);
    Files.write(file, lines);

    List<Long> lengths = lengths();

    // All sums of 16 begin with the first file of level 0.
    assertThat(lengths).hasSize(1_000 - 15).contains(16L);
    assertThat((lengths.indexOf(16L) - first) % 16).isZero();
    assertThat(IntervalLog.read(folder).notes().get(1))
        .matches("the log contains the time from .* only as sums of up to 16 intervals: .*");
  }

  @Test
  void a_line_of_a_level_that_repeats_a_time_is_named_with_its_file() throws IOException {
    writtenAtLevels();
    Path file = files("level-0").get(files("level-0").size() - 1);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    // A time that occurred before, in a line with a valid number and checksum.
    com.fasterxml.jackson.databind.node.ObjectNode line =
        (com.fasterxml.jackson.databind.node.ObjectNode)
            RunJson.MAPPER.readTree(lines.get(lines.size() - 1));
    line.put("start", 1_000);
    line.remove("crc32c");
    String content = line.toString();
    content = content.substring(0, content.length() - 1);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(content.getBytes(StandardCharsets.UTF_8));
    lines.set(lines.size() - 1, "%s,\"crc32c\":\"%08x\"}".formatted(content, crc.getValue()));
    Files.write(file, lines);

    assertThat(IntervalLog.read(folder).notes().get(0))
        .isEqualTo(
            "the log is damaged: "
                + folder.relativize(file)
                + " line "
                + lines.size()
                + " repeats a time that an earlier line covers");
  }

  @Test
  void a_sum_of_sums_is_read_where_a_second_and_its_sum_are_damaged() throws IOException {
    writtenAtLevels();
    for (String level : List.of("level-0", "level-1")) {
      Path file = files(level).get(0);
      List<String> lines = Files.readAllLines(file);
      Files.write(file, lines.subList(1, lines.size()));
    }

    assertThat(lengths()).contains(256L);
    assertThat(lengths().stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000);
    assertThat(requests(IntervalLog.read(folder))).isEqualTo(2_500);
  }

  @Test
  void a_file_in_the_middle_of_a_level_that_is_missing_is_a_hole() throws IOException {
    writtenAtLevels();
    List<Path> fine = files("level-0");
    for (String sums : List.of("level-1", "level-2", "level-3")) {
      for (Path file : files(sums)) {
        Files.delete(file);
      }
    }
    Path missing = fine.get(3);
    int seconds = Files.readAllLines(missing).size();
    Files.delete(missing);

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .startsWith("the log has a hole: " + seconds + " s (")
        .endsWith(") of the run missing");
    assertThat(result.notes().get(0))
        .isEqualTo(
            "the log is damaged: a file between intervals/level-0-00003.jsonl and"
                + " level-0-00005.jsonl is missing");
    assertThat(result.timeline().rows()).hasSize(1_000 - seconds);
  }

  @Test
  void a_file_of_a_level_whose_time_is_in_sums_is_told_and_nothing_is_missing() throws IOException {
    writtenAtLevels();
    Files.delete(files("level-0").get(3));

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(requests(result)).isEqualTo(2_500);
    assertThat(result.notes().get(0))
        .isEqualTo(
            "the log is damaged: a file between intervals/level-0-00003.jsonl and"
                + " level-0-00005.jsonl is missing");
  }

  @Test
  void what_a_finer_level_has_is_not_missing_where_a_file_of_sums_is() throws IOException {
    writtenAtLevels();
    Files.delete(files("level-1").get(1));
    Files.delete(files("level-2").get(0));

    RunRecord result = IntervalLog.read(folder);

    assertThat(requests(result)).isEqualTo(2_500);
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void the_last_file_of_a_level_that_is_missing_is_a_hole() throws IOException {
    written(1_000, new Limits(4_000, 1_000, 2_000));
    List<Path> fine = files("level-0");
    Files.delete(fine.get(fine.size() - 1));

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .matches("the log has a hole: \\d+ s \\(16:\\d\\d to 16:40\\) of the run missing");
  }

  @Test
  void a_damaged_line_of_a_level_whose_time_is_in_a_sum_is_told_and_nothing_is_missing()
      throws IOException {
    writtenAtLevels();
    Path file = files("level-0").get(0);
    Files.writeString(file, Files.readString(file).replaceFirst("\"max\":7", "\"max\":8"));

    RunRecord result = IntervalLog.read(folder);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(requests(result)).isEqualTo(2_500);
    assertThat(result.notes().get(0))
        .matches("the log is damaged: intervals/level-0-00001.jsonl lines? 1 .*altered or cut");
    assertThat(result.notes().get(1)).contains(" only as sums of up to 16 intervals");
  }

  @Test
  void a_run_with_a_hole_is_no_baseline() throws IOException {
    Path file = written();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    List<String> whole = List.copyOf(lines);
    lines.remove(5);
    Files.write(file, lines);
    Baselines baselines = new Baselines(folder.resolve("baselines"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines.save("main", List.of(folder)))
        .withMessage(
            "run was "
                + folder
                + ", which is INVALID (the log has a hole: 1 s (00:04 to 00:05) of the run"
                + " missing); save a different run");

    Files.write(file, whole);
    Path saved = baselines.save("main", List.of(folder)).resolve(folder.getFileName());
    Files.write(saved.resolve(IntervalLog.FILE), lines);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baselines.find("main", INFO))
        .withMessage(
            "baseline \"main\" contains the run "
                + saved
                + ", which cannot be compared: the log has a hole: 1 s (00:04 to 00:05) of the run"
                + " missing; save it again from runs with complete logs");
  }
}
