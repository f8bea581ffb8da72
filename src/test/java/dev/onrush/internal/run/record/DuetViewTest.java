package dev.onrush.internal.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.duet.Answer;
import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.internal.duet.SimulatedDuet;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.units.Percentile;
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

  /** The interval is some ten thousand percent wide, and far above 0. */
  @Test
  void a_figure_that_is_worse_by_far_has_an_interval_and_the_answer_that_its_text_says() {
    Difference search = p95("Search", 600);

    assertThat(search.answer()).startsWith("slower, ×");
    assertThat(search.high().getAsDouble() - search.low().getAsDouble()).isGreaterThan(10_000);
    assertThat(PairedDifference.answer(search)).isEqualTo(Answer.WORSE);
  }
}
