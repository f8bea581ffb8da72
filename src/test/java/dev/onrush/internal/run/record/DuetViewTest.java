package dev.onrush.internal.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.duet.Answer;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuetViewTest {

  /**
   * Returns the difference in p95 of a request for which B takes {@code slower} times as long as A.
   */
  private static Difference p95(String request, double slower) {
    Duet duet =
        new Duet(
            new Duet.Terms("http://a", "http://b", 5, false),
            SimulatedDuet.BUSY.blocks(),
            List.of(),
            List.of());
    SimulatedDuet.BUSY.duet(1, slower).forEach(duet::add);
    return DuetView.of(duet).differences().stream()
        .filter(of -> of.request().equals(Optional.of(request)))
        .filter(of -> of.statistic().equals(new AtPercentile(Percentile.P95)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Returns the differences of a duet in which no request of B ends in the second half, and then
   * some of its requests fail.
   *
   * @param slower the number of milliseconds by which B takes longer than A, which takes 20 to 22
   *     ms
   */
  private static List<Difference> silent(double margin, int slower) {
    Duet duet =
        new Duet(
            new Duet.Terms("http://a", "http://b", margin, false),
            SimulatedDuet.QUIET.blocks(),
            List.of(),
            List.of());
    Recorder recorder = new Recorder(SimulatedDuet.QUIET.phases(), text -> text);
    for (int second = 0; second < 100; second++) {
      for (int i = 0; i < 50; i++) {
        long at = 1_000L * second;
        long micros = 20_100 + 1_000 * (second % 3);
        recorder.timed("Users (A)", "", "Search", at, micros, true, "200", "");
        if (second < 50 || (second == 99 && i < 10)) {
          recorder.timed(
              "Users (B)", "", "Search", at, micros + 1_000 * slower, second < 50, "", "");
        }
      }
      duet.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }

    return DuetView.of(duet).differences().stream()
        .filter(of -> of.request().isPresent())
        .filter(of -> of.statistic() != Simple.THROUGHPUT)
        .toList();
  }

  /** B is as fast as A, or certainly slower, but not by the margin. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void while_one_of_both_was_silent_no_figure_says_how_it_was(int slower) {
    assertThat(silent(10, slower))
        .isNotEmpty()
        .allSatisfy(
            of -> {
              assertThat(of.answer()).matches("B hardly answered for 5[0-2] s of 100 s");
              assertThat(of.change()).isEmpty();
              assertThat(PairedDifference.answer(of)).isEqualTo(Answer.UNDECIDED);
            });
  }

  @Test
  void what_is_worse_by_more_than_the_margin_is_told_of_one_that_was_silent_too() {
    assertThat(silent(2, 1))
        .filteredOn(of -> of.statistic().equals(new AtPercentile(Percentile.P50)))
        .singleElement()
        .satisfies(of -> assertThat(of.answer()).startsWith("slower by "));
  }

  /** The interval is some ten thousand percent wide, and far above 0. */
  @Test
  void a_figure_that_is_worse_by_far_has_an_interval_and_the_answer_that_its_text_says() {
    Difference search = p95("Search", 600);

    assertThat(search.answer()).startsWith("slower, ×");
    assertThat(search.high().getAsDouble() - search.low().getAsDouble()).isGreaterThan(10_000);
    assertThat(PairedDifference.answer(search)).isEqualTo(Answer.WORSE);
  }
}
