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

class DuetViewTest {

  /** The difference in p95 of a request where B takes so many times as long as A. */
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
        .filter(of -> of.statistic().equals(new AtPercentile(new Percentile(95))))
        .findFirst()
        .orElseThrow();
  }

  /** Nothing of B ends in the second half, and then some requests of it fail. */
  @Test
  void while_one_of_both_was_silent_no_figure_says_how_it_was() {
    Duet duet =
        new Duet(
            new Duet.Terms("http://a", "http://b", 5, false),
            SimulatedDuet.QUIET.blocks(),
            List.of(),
            List.of());
    Recorder recorder = new Recorder(SimulatedDuet.QUIET.phases(), text -> text);
    for (int second = 0; second < 100; second++) {
      for (int i = 0; i < 50; i++) {
        long at = 1_000L * second;
        recorder.response("Users (A)", "", "Search", at, at + 20, true, "200", "");
        if (second < 50 || (second == 99 && i < 10)) {
          recorder.response("Users (B)", "", "Search", at, at + 20, second < 50, "", "");
        }
      }
      duet.add(recorder.flip(Duration.ofSeconds(second + 1)));
    }

    assertThat(DuetView.of(duet).differences())
        .filteredOn(of -> of.request().isPresent())
        .filteredOn(of -> of.statistic() != Simple.THROUGHPUT)
        .allSatisfy(
            of -> {
              assertThat(of.answer()).matches("B was hardly answered for 5[0-2] s of 100 s");
              assertThat(of.change()).isEmpty();
              assertThat(PairedDifference.answer(of)).isEqualTo(Answer.UNDECIDED);
            });
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
