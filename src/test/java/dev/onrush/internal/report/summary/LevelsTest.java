package dev.onrush.internal.report.summary;

import static dev.onrush.dsl.OnrushDsl.concurrentUsers;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.report.ReportTest;
import dev.onrush.internal.report.summary.Levels.Row;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LevelsTest {

  private static Levels levels(Row... rows) {
    return new Levels(HeldLevel.Unit.USERS, List.of(rows));
  }

  private static Row row(double users, double perSecond, double mean, double success) {
    return new Row(users, perSecond, mean, mean, success);
  }

  /**
   * The concurrency sweep in a published report on Trenova's API. Its authors named 100 as the peak
   * efficiency, 300 as the start of degradation, and about 1500 as the breaking point.
   */
  @Test
  void a_published_sweep_is_read_as_its_authors_read_it() {
    Levels levels =
        levels(
            row(50, 20_708, 2.3, 100),
            row(100, 37_908, 2.5, 100),
            row(200, 32_055, 6.0, 100),
            row(300, 15_165, 19.0, 100),
            row(500, 26_737, 14.9, 100),
            row(750, 20_000, 26.5, 100),
            row(1000, 19_268, 39.7, 100),
            row(1500, 286, 1_145, 95),
            row(2000, 17_509, 105, 90));

    assertThat(levels.note(1)).isEqualTo("peak efficiency, highest throughput");
    assertThat(levels.note(3)).isEqualTo("degradation begins");
    assertThat(levels.note(7)).isEqualTo("breaking point");
    assertThat(List.of(levels.note(0), levels.note(2), levels.note(4), levels.note(8)))
        .containsOnly("");
  }

  @Test
  void a_service_that_scales_has_no_degradation_and_no_breaking_point() {
    Levels levels = levels(row(10, 100, 5, 100), row(20, 200, 5, 100), row(40, 400, 5.5, 100));

    assertThat(levels.degradation()).isEqualTo(OptionalInt.empty());
    assertThat(levels.breakingPoint()).isEqualTo(OptionalInt.empty());
    assertThat(levels.note(2)).isEqualTo("peak efficiency, highest throughput");
  }

  @Test
  void a_service_that_broke_from_the_start_says_so() {
    Levels levels = levels(row(10, 100, 5, 80), row(20, 200, 5, 80));

    assertThat(levels.breakingPoint()).isEqualTo(OptionalInt.of(0));
    assertThat(levels.note(0)).isEqualTo("breaking point");
    assertThat(levels.note(1)).as("no level has an efficiency").isEqualTo("highest throughput");
  }

  @Test
  void a_level_below_the_peak_efficiency_is_not_degraded() {
    Levels down = levels(row(20, 400, 5, 100), row(10, 200, 5.5, 100), row(5, 100, 6, 99.5));

    assertThat(down.note(0)).isEqualTo("peak efficiency, highest throughput");
    assertThat(List.of(down.note(1), down.note(2))).containsOnly("");
  }

  @Test
  void degradation_begins_at_the_lowest_degraded_level_in_whatever_order_levels_are_held() {
    Levels down = levels(row(40, 150, 260, 100), row(20, 190, 100, 100), row(10, 200, 5, 100));
    Levels spike = levels(row(5, 100, 5.5, 100), row(50, 200, 250, 100), row(5, 100, 5, 100));

    assertThat(down.degradation()).hasValue(1);
    assertThat(spike.peakEfficiency()).hasValue(2);
    assertThat(spike.degradation()).hasValue(1);
  }

  @Test
  void a_phase_without_users_is_not_a_level() {
    List<Phase> phases =
        concurrentUsers()
            .hold(5, ofSeconds(3))
            .hold(0, ofSeconds(2))
            .hold(8, ofSeconds(3))
            .phases();
    Recorder recorder = new Recorder(phases, text -> text);
    Timeline timeline = new Timeline();
    // In the second phase, a user that is leaving sends a request, which fails.
    for (int second = 1; second <= 8; second++) {
      long start = 1_000L * second - 500;
      boolean idle = second == 4 || second == 5;
      recorder.timed("Users", "", "Ask", start, 20_000, !idle, idle ? "500" : "200", "");
      timeline.add(recorder.takeInterval(ofSeconds(second)));
    }

    Levels levels = Levels.of(phases, new Lines(timeline, phases).phases());

    assertThat(levels.rows()).extracting(Row::height).containsExactly(5.0, 8.0);
    assertThat(levels.breakingPoint()).isEmpty();
  }

  @Test
  void a_short_table_shows_the_first_the_last_and_the_worst_of_many_levels() {
    Row[] rows =
        IntStream.rangeClosed(1, 118)
            .mapToObj(i -> row(10 * i, 100 * i, i == 41 ? 90 : 5, i == 95 ? 98 : 100))
            .toArray(Row[]::new);

    List<Integer> shown = levels(rows).shown(20);

    assertThat(shown).hasSizeBetween(15, 20).isSorted().doesNotHaveDuplicates();
    assertThat(shown).contains(0, 40, 94, 117);
    assertThat(IntStream.range(1, shown.size()).map(i -> shown.get(i) - shown.get(i - 1)))
        .allMatch(distance -> distance <= 8);
    assertThat(levels(Arrays.copyOf(rows, 20)).shown(20)).hasSize(20);
  }

  @Test
  void levels_are_rounded_in_tables_and_in_the_chart() {
    Levels levels =
        new Levels(
            HeldLevel.Unit.ARRIVALS, List.of(row(40 / 3.0, 13.5, 5, 100), row(1_200, 27, 5, 100)));

    assertThat(levels.texts(0)).startsWith("13.3", "13.5");
    assertThat(levels.texts(1)).startsWith("1,200", "27.0");
    assertThat(levels.chart())
        .containsExactly(
            "    13.3 arrivals/s |" + "#".repeat(20) + " ".repeat(20) + " 13.5/s",
            "   1,200 arrivals/s |" + "#".repeat(40) + " 27.0/s");
  }

  private static List<Row> levels(Command... byHand) {
    RunRecord of = ReportTest.sample().result();
    return new Summary(
            SampleRecord.of(of.info(), of.timeline())
                .judged(of.judgements())
                .steered(
                    Stream.of(byHand)
                        .map(command -> new Intervention(ofSeconds(2), command, "dashboard"))
                        .toList())
                .record())
        .levels()
        .rows();
  }

  @Test
  void a_run_that_was_only_stopped_has_the_levels_that_it_held() {
    assertThat(levels(new Command.Stop()))
        .extracting(Row::height)
        .containsExactly(10.0, 50.0)
        .isEqualTo(levels(new Command[0]).stream().map(Row::height).toList());
    assertThat(levels(new Command.SetLevel(20), new Command.Stop())).isEmpty();
  }

  @Test
  void quick_refusals_are_no_efficiency() {
    // Most requests of the last level were answered with 503 immediately, which lowers its mean.
    Levels levels =
        levels(row(100, 100, 100, 100), row(200, 200, 100, 99.5), row(400, 400, 50, 40));

    assertThat(levels.note(1)).isEqualTo("peak efficiency, highest throughput");
    assertThat(levels.note(2)).isEqualTo("degradation begins, breaking point");
  }

  @Test
  void a_success_rate_is_never_rounded_up_to_all() {
    assertThat(row(1, 1, 1, 99.999).successText()).isEqualTo("99.99");
    assertThat(row(1, 1, 1, 100).successText()).isEqualTo("100.00");
    assertThat(row(1, 1, 1, 64.1).successText()).isEqualTo("64.10");
  }

  @Test
  void the_chart_has_a_bar_for_each_level() {
    assertThat(levels(row(10, 100, 5, 100), row(20, 50, 5, 100)).chart())
        .containsExactly(
            "      10 users |" + "#".repeat(40) + " 100/s",
            "      20 users |" + "#".repeat(20) + " ".repeat(20) + " 50.0/s");
  }
}
