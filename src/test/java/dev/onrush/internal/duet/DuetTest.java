package dev.onrush.internal.duet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.duet.PairedBlocks.Found;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Threshold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DuetTest {

  private static final Duet.Terms TERMS = new Duet.Terms("http://a", "http://b", 5, false);

  /**
   * Returns the figures that a threshold covers, in a duet with only the requests of these names.
   */
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

  /** Returns the same requests, each in one of three groups. */
  private static Interval grouped(Interval interval) {
    Map<Series, Tally> tallies = new HashMap<>();
    interval
        .tallies()
        .forEach(
            (of, tally) -> {
              for (String group : List.of("Cart", "Home", "Search")) {
                String name = group + " / " + of.name();
                tallies.put(
                    new Series(of.kind(), of.userClass(), name, of.phase(), of.outcome()), tally);
              }
            });
    return new Interval(
        interval.start(), interval.end(), tallies, Map.of(), Optional.empty(), Map.of());
  }

  @Test
  void a_request_in_several_groups_is_a_comparison_in_each_of_them() {
    Threshold threshold = OnrushDsl.p95().of("Pay").notWorseThanA();
    Duet duet = new Duet(TERMS, SimulatedDuet.QUIET.blocks(), List.of(threshold), List.of("Pay"));
    Threshold each = OnrushDsl.p95().ofEachRequest().notWorseThanA();
    Duet ofEach = new Duet(TERMS, SimulatedDuet.QUIET.blocks(), List.of(each), List.of("Pay"));
    for (Interval interval : SimulatedDuet.QUIET.duet(1, 1)) {
      duet.add(grouped(only(interval, List.of("Pay"))));
      ofEach.add(grouped(only(interval, List.of("Pay"))));
    }

    Map<String, Found> compared = duet.compared((WorseThanA) threshold.measure());

    assertThat(compared.keySet()).containsExactly("Cart / Pay", "Home / Pay", "Search / Pay");
    assertThat(compared.values())
        .extracting(found -> found.difference().orElseThrow().confidence())
        // 5 % are divided among three comparisons
        .allSatisfy(confidence -> assertThat(confidence).isCloseTo(100 - 5 / 3.0, within(1e-9)));
    assertThat(compared).isEqualTo(ofEach.compared((WorseThanA) each.measure()));
  }

  /**
   * Returns a duet of equal versions in which Pay is certain at the 15th second, and Search later.
   */
  private static Duet stopping() {
    List<Threshold> thresholds =
        List.of(
            OnrushDsl.p50().of("Pay").notWorseThanABy(OnrushDsl.ofPercent(30)),
            OnrushDsl.p50().of("Search").notWorseThanABy(OnrushDsl.ofPercent(5)));
    return new Duet(TERMS, SimulatedDuet.QUIET.blocks(), thresholds, List.of("Search", "Pay"));
  }

  private static Interval without(Interval interval, Predicate<Series> left) {
    Map<Series, Tally> tallies = new HashMap<>(interval.tallies());
    tallies.keySet().removeIf(left);
    return new Interval(
        interval.start(), interval.end(), tallies, Map.of(), Optional.empty(), Map.of());
  }

  /** Returns the second at which the duet was certain; -1 if it never was. */
  private static int certain(Duet duet, int from, Predicate<Series> left) {
    for (Interval interval : SimulatedDuet.QUIET.duet(1, 1)) {
      int second = (int) interval.start().toSeconds();
      duet.add(second < from ? interval : without(interval, left));
      if (duet.isCertain()) {
        return second;
      }
    }
    return -1;
  }

  @Test
  void while_a_version_hangs_nothing_is_certain_to_be_no_worse() {
    assertThat(certain(stopping(), 120, of -> false)).as("as usual").isBetween(25, 100);
    assertThat(certain(stopping(), 15, of -> of.userClass().equals("Users (B)")))
        .as("all of B hangs: no block comes, and waiting alone tells nothing")
        .isEqualTo(-1);
    assertThat(
            certain(
                stopping(),
                15,
                of -> of.userClass().equals("Users (B)") && of.name().equals("Pay")))
        .as("one request hangs, which was no worse before")
        .isEqualTo(-1);
  }

  @Test
  void of_a_single_request_a_threshold_on_all_asks_for_its_line() {
    assertThat(asked(OnrushDsl.p95().notWorseThanA(), List.of("Search")))
        .containsExactly("p95 of Search");
  }
}
