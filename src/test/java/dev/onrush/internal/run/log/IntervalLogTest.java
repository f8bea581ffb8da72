package dev.onrush.internal.run.log;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.FaultyDisk;
import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.log.IntervalLog.Limits;
import dev.onrush.internal.run.log.json.IntervalJson;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.log.json.SeriesJson;
import dev.onrush.internal.run.record.DuetFacts;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import dev.onrush.units.Percentile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalLogTest {

  private static final LoadProfile PROFILE = arrivalRate().hold(perSecond(1), ofSeconds(2_000));

  private static final RunInfo INFO =
      SampleInfo.load()
          .startedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
          .on(PROFILE)
          .requests("r")
          .judged(
              p95().below(ofSeconds(1)),
              p95().every(ofSeconds(5)).below(ofMillis(400)),
              errorRate().atMost(ofPercent(50)))
          .shape(Map.of("scenarios", "B"))
          .info();

  private static final RunInfo SEARCH =
      new RunInfo(
          INFO.simulation(),
          INFO.plan(),
          INFO.started(),
          RunLoad.of(
              INFO.flows(),
              Optional.of(
                  SearchedFlow.only(capacitySearch().from(perSecond(1)).upTo(perSecond(10))))),
          INFO.seed(),
          INFO.plannedRequests(),
          INFO.thresholds(),
          INFO.limits(),
          INFO.shape(),
          INFO.facts());

  /** A few lines in a file, a few files in a level. */
  private static final Limits SMALL = new Limits(4_000, 1_000, 2_000);

  @TempDir Path folder;

  /**
   * The n-th interval has n % 7 responses of one name and one of another; some fail, half of these
   * in a burst.
   */
  private static List<Interval> seconds(int many) {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    SplittableRandom random = new SplittableRandom(42);
    List<Interval> all = new ArrayList<>();
    for (int second = 0; second < many; second++) {
      recorder.userStarted("B");
      long now = 1000L * second;
      for (int n = 0; n < second % 7; n++) {
        recorder.timed("B", "", "r", now, random.nextLong(1, 500_000), true, "200", "");
      }
      boolean ok = second % 100 != 99;
      recorder.timed(
          "B",
          "g",
          "s",
          ResponseTime.asMeasured(now, 1_000 + second),
          ok
              ? second % 50 == 49 ? Outcome.OK_IN_BURST : Outcome.OK
              : second % 200 == 199 ? Outcome.FAILED_IN_BURST : Outcome.FAILED,
          ok ? "" : "500",
          ok ? "" : "broken");
      all.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    return all;
  }

  private static String totals(Timeline timeline) {
    return SeriesJson.of(timeline.totals()) + " " + timeline.users() + " " + timeline.elapsed();
  }

  private static Timeline timeline(List<Interval> intervals) {
    Timeline timeline = new Timeline();
    intervals.forEach(timeline::add);
    return timeline;
  }

  /** Returns all files below a folder, by their relative path. */
  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static Timeline killedWith(Path to, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = to.resolve(file.getKey());
      Files.createDirectories(LogFile.folder(path));
      Files.write(path, file.getValue());
    }
    RunRecord result = IntervalLog.read(to);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    return result.timeline();
  }

  @Test
  void a_run_that_is_not_long_leaves_one_file() throws IOException {
    List<Interval> seconds = seconds(600);
    try (IntervalLog log = IntervalLog.create(folder, INFO)) {
      for (Interval second : seconds) {
        log.add(second);
      }
    }

    assertThat(files(folder)).containsOnlyKeys(IntervalLog.FILE);
    assertThat(IntervalLog.read(folder).timeline().rows()).isEqualTo(timeline(seconds).rows());
  }

  @Test
  void an_interval_survives_the_way_through_the_log() throws IOException {
    List<Interval> seconds = seconds(3);
    try (IntervalLog log = IntervalLog.create(folder, INFO)) {
      for (Interval second : seconds) {
        log.add(second);
      }
    }
    List<Interval> again = new ArrayList<>();

    IntervalLog.forEach(folder, again::add);

    assertThat(again).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(SeriesJson.of(again.get(i).tallies()))
          .isEqualTo(SeriesJson.of(seconds.get(i).tallies()));
      assertThat(again.get(i).users()).isEqualTo(seconds.get(i).users());
      assertThat(again.get(i).start()).isEqualTo(seconds.get(i).start());
      assertThat(again.get(i).end()).isEqualTo(seconds.get(i).end());
    }
  }

  @Test
  void the_figures_of_the_machine_survive_the_way_through_the_log() throws IOException {
    Vitals known =
        new Vitals(
            0.25,
            0.5,
            Duration.ofMillis(12),
            Duration.ZERO,
            Duration.ZERO,
            0.4,
            120,
            20_000,
            Map.of(HostFigure.STOLEN, 0.02, HostFigure.SWITCHES, 1_500.0));
    try (IntervalLog log = IntervalLog.create(folder, INFO)) {
      log.add(seconds(1).get(0).with(known));
    }
    List<Interval> again = new ArrayList<>();

    IntervalLog.forEach(folder, again::add);

    assertThat(again.get(0).vitals()).contains(known);
  }

  @Test
  void a_long_run_takes_bounded_room_and_keeps_every_count() throws IOException {
    List<Interval> seconds = seconds(10_000);
    try (IntervalLog log = IntervalLog.create(folder, INFO, SMALL)) {
      for (Interval second : seconds) {
        log.add(second);
      }
    }

    Map<String, byte[]> files = files(folder);
    // 10,000 seconds are 625 lines of level 1, 39 of level 2 and 2 of level 3
    assertThat(files.keySet().stream().map(name -> name.replaceFirst("-\\d+\\.jsonl", "")))
        .contains("intervals/level-0", "intervals/level-1", "intervals/level-2")
        .doesNotContain("intervals/level-4");
    // Levels 0 and 1 keep 2,000 bytes each, the current file, and the seconds that are not summed
    // yet.
    assertThat(files.values().stream().mapToInt(bytes -> bytes.length).sum()).isLessThan(60_000);
    assertThat(files).doesNotContainKey("intervals/level-0-00001.jsonl");
    assertThat(totals(IntervalLog.read(folder).timeline())).isEqualTo(totals(timeline(seconds)));
  }

  @Test
  void the_first_and_the_last_seconds_stay_apart() throws IOException {
    List<Interval> seconds = seconds(5_000);
    try (IntervalLog log = IntervalLog.create(folder, INFO, SMALL)) {
      for (Interval second : seconds) {
        log.add(second);
      }
    }
    List<Interval> again = new ArrayList<>();

    IntervalLog.forEach(folder, again::add);

    assertThat(again.get(0).length()).isEqualTo(ofSeconds(1));
    assertThat(again.get(again.size() - 1).length()).isEqualTo(ofSeconds(1));
    assertThat(again.stream().map(Interval::length).max(Duration::compareTo))
        .hasValue(ofSeconds(4_096));
    Duration end = Duration.ZERO;
    for (Interval interval : again) {
      assertThat(interval.start()).isEqualTo(end);
      end = interval.end();
    }
    assertThat(end).isEqualTo(ofSeconds(5_000));
  }

  /** The contents of the disk if a run is killed before, within or after any line. */
  @Test
  @Tag("long")
  void a_run_that_is_killed_at_any_moment_keeps_all_but_the_line_at_work() throws IOException {
    List<Interval> seconds = seconds(1_200);
    Path run = Files.createDirectories(folder.resolve("run"));
    Timeline before = new Timeline();
    int states = 0;
    try (IntervalLog log = IntervalLog.create(run, INFO, SMALL)) {
      Map<String, byte[]> was = files(run);
      for (Interval second : seconds) {
        String without = totals(before);
        before.add(second);
        String with = totals(before);
        log.add(second);
        Map<String, byte[]> is = files(run);
        // The levels of an interval are written one after the other, and then files are deleted.
        Map<String, byte[]> disk = new TreeMap<>(was);
        boolean first = true;
        for (Map.Entry<String, byte[]> file : is.entrySet()) {
          byte[] old = was.getOrDefault(file.getKey(), new byte[0]);
          byte[] now = file.getValue();
          if (old.length == now.length) {
            continue;
          }
          if (states % 3 == 0 || !first) { // reading takes long, and most lines are similar
            disk.put(file.getKey(), Arrays.copyOf(now, (old.length + now.length) / 2));
            Path killed = folder.resolve("killed-" + states + "-in");
            assertThat(totals(killedWith(killed, disk))).isEqualTo(first ? without : with);
            disk.put(file.getKey(), now);
            killed = folder.resolve("killed-" + states + "-after");
            assertThat(totals(killedWith(killed, disk))).isEqualTo(with);
          }
          disk.put(file.getKey(), now);
          first = false;
          states++;
        }
        was = is;
      }
    }
    assertThat(files(run)).doesNotContainKey("intervals/level-0-00001.jsonl");
    assertThat(states).isGreaterThan(1_200 + 60);
  }

  @Test
  void the_end_of_a_long_run_is_what_it_was_although_its_seconds_are_not_there()
      throws IOException {
    List<Interval> seconds = seconds(2_000);
    RunAnalysis analysis = RunAnalysis.of(INFO, Optional.empty(), Path.of("reports"));
    Intervention intervention = new Intervention(ofSeconds(1_500), new Command.Stop(), "test");
    RunRecord result;
    try (IntervalLog log = IntervalLog.create(folder, INFO, SMALL)) {
      for (Interval second : seconds) {
        analysis.add(second, INFO.flows());
        log.add(second);
        if (second.end().equals(ofSeconds(1_500))) {
          log.add(intervention);
        }
      }
      result = analysis.result(INFO, RunEnd.COMPLETED, List.of(intervention), List.of("a note"));
      log.end(result);
    }

    RunRecord again = IntervalLog.read(folder);

    assertThat(again.judgements()).isEqualTo(result.judgements());
    assertThat(again.verdict()).isEqualTo(result.verdict());
    assertThat(again.reason()).isEqualTo(result.reason());
    assertThat(again.findings()).isEqualTo(result.findings());
    assertThat(again.interventions()).isEqualTo(result.interventions());
    assertThat(again.timeline().rows().size()).isLessThan(result.timeline().rows().size());
    assertThat(again.notes().get(0)).isEqualTo("a note");
    assertThat(again.notes().get(1))
        .matches(
            "the log contains the time from 00:\\d\\d to \\d\\d:\\d\\d only as sums of up to 256"
                + " intervals: counts and times are complete, but figures per second in that time"
                + " may differ from those of the run itself");
  }

  /** A log with levels on a disk that fails at one operation, for each operation. */
  @Test
  void what_cannot_be_written_is_in_a_later_line_wherever_the_disk_fails() throws IOException {
    List<Interval> seconds = seconds(150);
    String expected = totals(timeline(seconds));
    for (int n = 3; ; n++) { // after the file and its first line
      FaultyDisk disk = FaultyDisk.failingAt(n);
      Path run = Files.createDirectory(folder.resolve("run-" + n));
      int refused = 0;
      try (IntervalLog log = IntervalLog.create(disk.path(run), INFO, SMALL)) {
        for (Interval second : seconds) {
          try {
            log.add(second);
          } catch (IOException e) {
            refused++;
          }
        }
      } catch (IOException e) {
        assertThat(refused).as("at " + n).isZero(); // at the close
      }

      RunRecord read = IntervalLog.read(run);

      assertThat(totals(read.timeline())).as("at " + n).isEqualTo(expected);
      assertThat(read.notes()).as("at " + n).noneMatch(note -> note.contains("damaged"));
      if (!disk.hasFailed()) {
        assertThat(refused).isZero();
        break;
      }
      n += 2; // reading takes long, and most lines are similar
    }
  }

  @Test
  void a_folder_that_was_deleted_is_not_made_again_for_the_levels() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    try (IntervalLog log = IntervalLog.create(run, INFO, SMALL)) {
      FolderTree.delete(run);

      List<Interval> seconds = seconds(100);
      assertThat(seconds).anyMatch(second -> !written(() -> log.add(second)));
    }
    assertThat(run).doesNotExist();
  }

  @Test
  void minutes_without_room_are_one_line_and_nothing_is_missing() throws IOException {
    List<Interval> seconds = seconds(300);
    Intervention intervention = new Intervention(ofSeconds(100), new Command.SetLevel(2), "test");
    for (int full : new int[] {5, 60}) { // in the first file, and in its levels
      Path run = Files.createDirectory(folder.resolve("run-" + full));
      AtomicBoolean hasRoom = new AtomicBoolean(true);
      FaultyDisk disk = FaultyDisk.fullWhile(() -> !hasRoom.get());
      try (IntervalLog log = IntervalLog.create(disk.path(run), INFO, SMALL)) {
        for (int second = 0; second < 300; second++) {
          hasRoom.set(second < full || second >= 200);
          Interval interval = seconds.get(second);
          boolean written = written(() -> log.add(interval));
          assertThat(written).isEqualTo(hasRoom.get());
          if (second == 100) {
            assertThat(written(() -> log.add(intervention))).isFalse();
          }
        }
      }
      List<Interval> again = new ArrayList<>();
      IntervalLog.forEach(run, again::add);
      RunRecord read = IntervalLog.read(run);

      assertThat(totals(read.timeline())).isEqualTo(totals(timeline(seconds)));
      assertThat(read.interventions()).containsExactly(intervention);
      assertThat(read.notes())
          .singleElement()
          .asString()
          .startsWith("the log contains the time from");
      assertThat(again)
          .filteredOn(interval -> interval.end().compareTo(ofSeconds(full)) > 0)
          .first()
          .satisfies(sum -> assertThat(sum.end()).isGreaterThanOrEqualTo(ofSeconds(201)));
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static boolean written(Writing writing) {
    try {
      writing.run();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A duet in which one version is slower.
   *
   * @param stops whether the run ends as soon as this is certain
   */
  private static RunInfo duet(boolean stops) {
    LoadProfile half = arrivalRate().hold(perSecond(50), ofSeconds(120));
    return new RunInfo(
        INFO.simulation(),
        INFO.plan(),
        INFO.started(),
        RunLoad.of(
            List.of(
                new FlowLoad(Optional.of(SimulatedDuet.A), half),
                new FlowLoad(Optional.of(SimulatedDuet.B), half))),
        INFO.seed(),
        PlannedRequests.of(List.of("Search", "Pay")),
        List.of(p50().of("Search").notWorseThanA()),
        INFO.limits(),
        INFO.shape(),
        DuetFacts.of(new Duet.Terms("http://127.0.0.1:1", "http://127.0.0.1:2", 5, stops)));
  }

  /** With other blocks of time, it becomes certain at a different second. */
  @Test
  void the_load_was_ended_when_the_run_ended_it_whatever_sums_of_seconds_say() throws IOException {
    for (boolean ended : new boolean[] {true, false}) {
      Path run = Files.createDirectory(folder.resolve("ended-" + ended));
      RunAnalysis analysis = RunAnalysis.of(duet(ended), Optional.empty(), Path.of("reports"));
      AtomicBoolean hasRoom = new AtomicBoolean(true);
      FaultyDisk disk = FaultyDisk.fullWhile(() -> !hasRoom.get());
      RunRecord result;
      try (IntervalLog log = IntervalLog.create(disk.path(run), duet(true))) {
        for (Interval second : SimulatedDuet.QUIET.duet(3, 1.5)) {
          long at = second.end().toSeconds();
          hasRoom.set(at <= 5 || at > 50);
          analysis.add(second, duet(ended).flows());
          if (analysis.judge().isCertain()) {
            analysis.timeline().endLoad();
          }
          assertThat(written(() -> log.add(second))).isEqualTo(hasRoom.get());
        }
        result = analysis.result(duet(ended), RunEnd.COMPLETED, List.of(), List.of());
        log.end(result);
      }

      RunRecord read = IntervalLog.read(run);

      assertThat(result.timeline().endOfLoad().isPresent()).isEqualTo(ended);
      assertThat(read.timeline().endOfLoad()).isEqualTo(result.timeline().endOfLoad());
      assertThat(read.statistics(Scope.ALL).throughput())
          .isEqualTo(result.statistics(Scope.ALL).throughput());
    }
  }

  @Test
  void a_search_keeps_each_second() {
    assertThat(Limits.of(SEARCH)).isEqualTo(Limits.NONE);
    assertThat(Limits.of(INFO)).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void a_search_has_each_second_and_event_in_order_also_of_minutes_without_room()
      throws IOException {
    List<Interval> seconds = seconds(300);
    Path whole = search("whole", seconds, second -> true);

    Path waited = search("waited", seconds, second -> second < 5 || second >= 200);

    assertThat(waited).hasSameBinaryContentAs(whole);
  }

  @Test
  void what_a_search_keeps_in_memory_is_bounded() throws IOException {
    int many = IntervalLog.MOST_WAITING + 100;
    List<Interval> seconds = seconds(many);
    Path log = search("run", seconds, second -> second < 5 || second == many - 1);
    List<Interval> again = new ArrayList<>();

    IntervalLog.forEach(LogFile.folder(log), again::add);

    // The written lines, the seconds that waited one by one, and the sum of the others.
    assertThat(again).hasSizeLessThanOrEqualTo(5 + IntervalLog.MOST_WAITING + 1);
    assertThat(again.get(500).length()).isEqualTo(ofSeconds(1));
    assertThat(again.get(again.size() - 1).length()).isGreaterThan(ofSeconds(90));
    assertThat(totals(timeline(again))).isEqualTo(totals(timeline(seconds)));
  }

  /** Returns the log of a search on a disk that has space in these seconds. */
  private Path search(String name, List<Interval> seconds, IntPredicate hasRoom)
      throws IOException {
    Path run = Files.createDirectory(folder.resolve(name));
    AtomicBoolean full = new AtomicBoolean();
    FaultyDisk disk = FaultyDisk.fullWhile(full::get);
    try (IntervalLog log = IntervalLog.create(disk.path(run), SEARCH)) {
      for (int second = 0; second < seconds.size(); second++) {
        full.set(!hasRoom.test(second));
        Interval interval = seconds.get(second);
        boolean written = written(() -> log.add(interval));
        if (second % 50 == 0) {
          Intervention intervention =
              new Intervention(interval.end(), new Command.SetLevel(2), "test");
          written &= written(() -> log.add(intervention));
        }
        assertThat(written).isEqualTo(!full.get());
      }
    }
    return run.resolve(IntervalLog.FILE);
  }

  @Test
  void a_copy_has_all_files() throws IOException {
    List<Interval> seconds = seconds(2_000);
    Path run = Files.createDirectories(folder.resolve("run"));
    try (IntervalLog log = IntervalLog.create(run, INFO, SMALL)) {
      for (Interval second : seconds) {
        log.add(second);
      }
    }
    Path copy = Files.createDirectories(folder.resolve("copy"));

    IntervalLog.copy(run, copy);

    assertThat(files(copy).keySet()).isEqualTo(files(run).keySet());
    assertThat(totals(IntervalLog.read(copy).timeline())).isEqualTo(totals(timeline(seconds)));
  }

  @Test
  void a_log_of_the_form_before_is_read() throws IOException {
    List<Interval> seconds = seconds(50);
    StringBuilder lines = new StringBuilder();
    ObjectNode header = JsonNodeFactory.instance.objectNode().put("schema", "onrush-intervals/2");
    header.set("run", RunJson.of(INFO));
    lines.append(header).append('\n');
    for (Interval second : seconds) {
      ObjectNode line =
          JsonNodeFactory.instance
              .objectNode()
              .put("start", second.start().toMillis())
              .put("end", second.end().toMillis());
      ObjectNode users = line.putObject("users");
      second
          .users()
          .forEach(
              (name, u) -> users.putArray(name).add(u.started()).add(u.ended()).add(u.active()));
      line.set("series", SeriesJson.of(second.tallies())); // complete, in HdrHistogram's encoding
      lines.append(line).append('\n');
    }
    Files.writeString(folder.resolve(IntervalLog.FILE), lines, StandardCharsets.UTF_8);

    assertThat(totals(IntervalLog.read(folder).timeline())).isEqualTo(totals(timeline(seconds)));
  }

  @Test
  void what_may_be_the_generators_own_comes_back_from_the_log() throws IOException {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    for (int i = 1; i <= 100; i++) {
      recorder.timed("B", "", "r", new ResponseTime(0, 1_000 * i, 500 * i), Outcome.OK, "200", "");
    }
    Interval interval = recorder.takeInterval(ofSeconds(1));

    Interval again = IntervalJson.interval(written(interval), new HashMap<>());

    Tally tally = again.tallies().values().iterator().next();
    assertThat(tally.isLeastKnown()).isTrue();
    assertThat(tally.leastTimes().at(Percentile.P95))
        .isEqualTo(47.504); // the middle of the bucket of 47.5
    assertThat(SeriesJson.of(again.tallies())).isEqualTo(SeriesJson.of(interval.tallies()));
  }

  @Test
  void of_a_log_that_was_written_before_there_was_a_share_nobody_knows_it() throws IOException {
    Recorder recorder = new Recorder(INFO.phases(), text -> text);
    recorder.timed("B", "", "r", new ResponseTime(0, 2_000, 500), Outcome.OK, "200", "");
    ObjectNode old = written(recorder.takeInterval(ofSeconds(1)));
    ((ObjectNode) old.get("series").get(0)).remove("least");

    Tally tally = IntervalJson.interval(old, new HashMap<>()).tallies().values().iterator().next();

    assertThat(tally.times().max()).isEqualTo(2);
    assertThat(tally.isLeastKnown()).isFalse();
  }

  /** Returns the line of an interval. */
  private ObjectNode written(Interval interval) throws IOException {
    Path of = Files.createDirectories(folder.resolve("written"));
    try (IntervalLog log = IntervalLog.create(of, INFO)) {
      log.add(interval);
    }
    return (ObjectNode)
        RunJson.MAPPER.readTree(Files.readAllLines(of.resolve(IntervalLog.FILE)).get(1));
  }
}
