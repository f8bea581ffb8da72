package dev.onrush.internal.duet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DuetTest {

  private static final Duet.Terms TERMS = new Duet.Terms("http://a", "http://b", 5, false);

  /** What is asked, in a duet of which only requests of these names are recorded. */
  private static List<String> asked(Threshold threshold, List<String> requests) {
    Duet duet =
        new Duet(TERMS, SimulatedDuet.QUIET.blocks(), List.of(threshold), List.of("Search"));
    SimulatedDuet.QUIET.duet(1, 1).stream().map(i -> only(i, requests)).forEach(duet::add);
    return duet.lines().stream()
        .filter(Duet.Line::asked)
        .map(line -> line.statistic() + line.request().map(r -> " of " + r).orElse(""))
        .toList();
  }

  private static Interval only(Interval interval, List<String> requests) {
    Map<Series, Tally> tallies =
        interval.tallies().entrySet().stream()
            .filter(of -> requests.contains(of.getKey().name()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Interval(
        interval.start(), interval.end(), tallies, Map.of(), Optional.empty(), Map.of());
  }

  @Test
  void the_line_that_a_threshold_asks_for_is_marked() {
    Threshold all = OnrushDsl.p95().notWorseThanA();

    assertThat(asked(all, List.of("Search", "Pay"))).containsExactly("p95");
    assertThat(asked(OnrushDsl.p95().of("Search").notWorseThanA(), List.of("Search", "Pay")))
        .containsExactly("p95 of Search");
  }

  @Test
  void of_a_single_request_a_threshold_on_all_asks_for_its_line() {
    assertThat(asked(OnrushDsl.p95().notWorseThanA(), List.of("Search")))
        .containsExactly("p95 of Search");
  }
}
