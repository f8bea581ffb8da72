package dev.onrush.internal.metrics.timeline;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.histogram.HdrTimes;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private static final Series OK = new Series(Kind.REQUEST, "B", "r", "run", Outcome.OK);

  /** Seconds of 5 to 25 requests each, with a failure in the 700th. */
  private static final List<Interval> SECONDS = seconds(1_000);

  private static List<Interval> seconds(int many) {
    SplittableRandom random = new SplittableRandom(42);
    return java.util.stream.IntStream.range(0, many)
        .mapToObj(
            i -> {
              Tally ok = new Tally();
              for (int n = 5 + random.nextInt(20); n > 0; n--) {
                ok.count(ResponseTime.asMeasured(0, random.nextLong(1, 5_000_000)), "200", "");
              }
              Tally failed = new Tally();
              failed.count(ResponseTime.asMeasured(0, 9_999_000), "500", "broken");
              Series bad = new Series(Kind.REQUEST, "B", "r", "run", Outcome.FAILED);
              return new Interval(
                  ofSeconds(i),
                  ofSeconds(i + 1),
                  i == 700 ? Map.of(OK, ok, bad, failed) : Map.of(OK, ok),
                  Map.of("B", new Users(1, 0, i == 300 ? 500 : i)),
                  Optional.of(
                      new Vitals(
                          i == 100 ? 0.9 : 0.1,
                          0.2,
                          ofMillis(1),
                          ofMillis(2),
                          Duration.ZERO,
                          0.3,
                          5,
                          10)),
                  Map.of("heap", (double) i));
            })
        .toList();
  }

  private static Timeline of(Timeline timeline) {
    SECONDS.forEach(timeline::add);
    return timeline;
  }

  /** An injector's clock may be ahead of what its coordinator has recorded. */
  @Test
  void rates_are_not_divided_by_time_that_was_not_recorded() {
    Timeline timeline = new Timeline();
    timeline.endLoad(ofMillis(2_300));
    assertThat(timeline.loaded()).isEqualTo(Duration.ZERO);

    for (Interval second : SECONDS.subList(0, 2)) {
      timeline.add(second);
    }
    assertThat(timeline.loaded()).isEqualTo(ofSeconds(2));

    timeline.add(SECONDS.get(2));
    assertThat(timeline.loaded()).isEqualTo(ofMillis(2_300));
  }

  @Test
  void rows_are_an_interval_each_until_they_are_too_many() {
    Timeline timeline = new Timeline(100);
    SECONDS.subList(0, 100).forEach(timeline::add);
    assertThat(timeline.rows()).hasSize(100);
    assertThat(timeline.intervalsInARow()).isEqualTo(1);

    timeline.add(SECONDS.get(100));

    assertThat(timeline.rows()).hasSize(51);
    assertThat(timeline.intervalsInARow()).isEqualTo(2);
  }

  @Test
  void a_coarse_row_is_what_its_intervals_are_together() {
    List<Row> rows = of(new Timeline(100)).rows(); // rows of 16 seconds, and the last one of 8

    assertThat(rows).hasSize(63);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      List<Interval> own = SECONDS.subList(16 * i, Math.min(SECONDS.size(), 16 * (i + 1)));
      Timeline alone = new Timeline();
      own.forEach(alone::add);
      Distribution times = alone.all().all().times();
      assertThat(row.start()).isEqualTo(own.get(0).start());
      assertThat(row.end()).isEqualTo(own.get(own.size() - 1).end());
      assertThat(row.requests()).isEqualTo(alone.all().requests());
      assertThat(row.failures()).isEqualTo(alone.all().failures());
      assertThat(row.p50()).isEqualTo(times.at(Percentile.P50));
      assertThat(row.p95()).isEqualTo(times.at(Percentile.P95));
      assertThat(row.p99()).isEqualTo(times.at(Percentile.P99));
      assertThat(row.max()).isEqualTo(times.max());
      assertThat(row.arrived()).isEqualTo(own.size());
      assertThat(row.activeUsers())
          .isEqualTo(own.get(own.size() - 1).users().values().iterator().next().active());
    }
  }

  @Test
  void all_but_rows_is_the_same_however_few_they_are() {
    Timeline fine = of(Timeline.ofEachInterval());
    Timeline coarse = of(new Timeline(2));

    assertThat(fine.rows()).hasSize(1_000);
    assertThat(coarse.rows()).hasSize(2);
    assertThat(HdrTimes.of(coarse.all().all().times()))
        .isEqualTo(HdrTimes.of(fine.all().all().times()));
    assertThat(coarse.users()).isEqualTo(fine.users());
    assertThat(coarse.elapsed()).isEqualTo(ofSeconds(1_000));
    assertThat(coarse.recentRows()).isEqualTo(fine.rows().subList(995, 1_000));
    Marks marks = coarse.marks();
    assertThat(marks.mostUsers()).hasValue(fine.rows().get(999));
    assertThat(marks.arrived()).isEqualTo(1_000);
    assertThat(marks.userSeconds()).isEqualTo(fine.marks().userSeconds());
    assertThat(marks.generator()).isEqualTo(fine.marks().generator());
    assertThat(marks.generator().orElseThrow().cpuMax()).isEqualTo(0.9);
    Readings heap = coarse.service().get("heap");
    assertThat(heap.count()).isEqualTo(1_000);
    assertThat(heap.first()).isEqualTo(0);
    assertThat(heap.mean()).isEqualTo(499.5);
    assertThat(heap.last()).isEqualTo(999);
  }
}
