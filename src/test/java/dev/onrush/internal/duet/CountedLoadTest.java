package dev.onrush.internal.duet;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.internal.duet.SimulatedDuet.A;
import static dev.onrush.internal.duet.SimulatedDuet.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.duet.PairedBlocks.Found;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * How often a request is sent, and how long a version is silent, in terms of the load that is
 * counted.
 */
class CountedLoadTest {

  private static final Statistic P95 = new AtPercentile(Percentile.P95);

  /** A ramp of 60 s has half of the load of a hold; a quarter of the load has been sent at 52 s. */
  @Test
  void a_share_of_the_load_is_no_share_of_the_time() {
    CountedLoad load =
        CountedLoad.of(
            arrivalRate()
                .hold(perSecond(6), Duration.ofSeconds(30))
                .named("warm")
                .notCounted()
                .rampTo(perSecond(0), Duration.ZERO)
                .rampTo(perSecond(6), Duration.ofSeconds(60))
                .holdFor(Duration.ofSeconds(60)));

    assertThat(load.length()).isEqualTo(Duration.ofSeconds(120));
    assertThat(load.share(Duration.ZERO)).isZero();
    assertThat(load.share(Duration.ofSeconds(30))).isCloseTo(1 / 12.0, within(1e-9));
    assertThat(load.share(Duration.ofSeconds(60))).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(load.share(Duration.ofSeconds(90))).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(load.share(Duration.ofSeconds(120))).isEqualTo(1);
    assertThat(load.share(Duration.ofSeconds(300))).isEqualTo(1);
  }

  private static Interval interval(int second, Map<Series, Tally> tallies) {
    return new Interval(
        Duration.ofSeconds(second),
        Duration.ofSeconds(second + 1),
        tallies,
        Map.of(),
        Optional.empty(),
        Map.of());
  }

  /**
   * Returns this number of requests a second to each of A and B, which both respond after 20 ms;
   * once B hangs, it sends no responses, and the requests of the last second fail.
   */
  private static List<Interval> steady(int seconds, IntUnaryOperator rate, int hangsFrom) {
    Recorder recorder = new Recorder(SimulatedDuet.QUIET.of(seconds, 1).phases(), text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < rate.applyAsInt(second); i++) {
        long at = 1_000L * second;
        recorder.response("Users (A)", "", "Search", at, at + 20, true, "200", "");
        boolean ok = second < hangsFrom;
        if (ok || second == seconds - 1) {
          recorder.response("Users (B)", "", "Search", at, at + 20, ok, "", "");
        }
      }
      intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return intervals;
  }

  private static Found p95(PairedBlocks blocks) {
    return blocks.difference(Optional.of("Search"), P95, 0.05);
  }

  /** Returns whether p95 of Search was too rare at any of these seconds. */
  private static boolean wasTooRare(PairedBlocks blocks, List<Interval> intervals) {
    boolean was = false;
    for (Interval interval : intervals) {
      blocks.add(interval);
      was |= blocks.isTooRare("Search", P95);
    }
    return was;
  }

  /**
   * Returns the same intervals with {@code empty} empty ones before the interval of this number.
   */
  private static List<Interval> with(int empty, int before, List<Interval> intervals) {
    List<Interval> all = new ArrayList<>();
    for (int i = 0; i < intervals.size() + empty; i++) {
      boolean isEmpty = i >= before && i < before + empty;
      all.add(
          interval(i, isEmpty ? Map.of() : intervals.get(i < before ? i : i - empty).tallies()));
    }
    return all;
  }

  /**
   * With 6/s of each, a block of 40 takes 7 s, which gives 17 blocks in 120 s; 3/s give 8 blocks.
   */
  @Test
  void a_warm_up_and_a_pause_make_no_request_rare() {
    LoadProfile profile = arrivalRate().hold(perSecond(6), Duration.ofSeconds(120));
    LoadProfile warmedUp =
        arrivalRate()
            .hold(perSecond(6), Duration.ofSeconds(120))
            .named("warm")
            .notCounted()
            .hold(perSecond(6), Duration.ofSeconds(120));
    List<Interval> often = steady(120, second -> 6, 120);
    List<Interval> seldom = steady(120, second -> 3, 120);

    assertThat(wasTooRare(new PairedBlocks(A, B, warmedUp), with(120, 0, often))).isFalse();
    assertThat(wasTooRare(new PairedBlocks(A, B, profile), with(120, 40, often))).isFalse();
    assertThat(wasTooRare(new PairedBlocks(A, B, warmedUp), with(120, 0, seldom))).isTrue();
    assertThat(wasTooRare(new PairedBlocks(A, B, profile), with(120, 40, seldom))).isTrue();
  }

  /** 540 requests are 13 blocks; the first quarter of the time has only one. */
  @Test
  void a_ramp_makes_no_request_rare() {
    LoadProfile profile =
        arrivalRate().rampTo(perSecond(6), Duration.ofSeconds(60)).holdFor(Duration.ofSeconds(60));
    PairedBlocks blocks = new PairedBlocks(A, B, profile);

    assertThat(wasTooRare(blocks, steady(120, second -> Math.min(6, (second + 5) / 10), 120)))
        .isFalse();
    assertThat(p95(blocks).difference().orElseThrow().blocks()).isGreaterThanOrEqualTo(12);
  }

  /** A third of the compared time, and 8 % of the run. */
  @Test
  void a_version_that_is_silent_for_a_third_of_what_is_compared_is_silent_despite_a_warm_up() {
    PairedBlocks blocks =
        new PairedBlocks(A, B, arrivalRate().hold(perSecond(50), Duration.ofSeconds(60)));
    with(180, 0, steady(60, second -> 50, 40)).forEach(blocks::add);

    assertThat(p95(blocks).silence().orElseThrow())
        .isEqualTo("B hardly answered for 20 s of 1 min");
  }
}
