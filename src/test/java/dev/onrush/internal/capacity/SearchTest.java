package dev.onrush.internal.capacity;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.internal.capacity.LevelOutcome.BROKE;
import static dev.onrush.internal.capacity.LevelOutcome.HELD;
import static dev.onrush.internal.capacity.LevelOutcome.INVALID;
import static dev.onrush.internal.capacity.LevelOutcome.NO_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.capacity.Search.Done;
import dev.onrush.internal.capacity.Search.Probe;
import dev.onrush.plan.CapacitySearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTest {

  private static final CapacitySearch ASKED =
      capacitySearch().from(perSecond(50)).upTo(perSecond(2_000));

  private static Search.Next after(ProbeOutcome... outcomes) {
    return new Search(ASKED, List.of(outcomes)).next();
  }

  private static ProbeOutcome held(double level) {
    return new ProbeOutcome(level, HELD);
  }

  private static ProbeOutcome broke(double level) {
    return new ProbeOutcome(level, BROKE);
  }

  @Test
  void it_begins_with_the_lowest_level() {
    assertThat(after()).isEqualTo(new Probe(50));
  }

  @Test
  void it_doubles_as_long_as_nothing_breaks_and_never_goes_beyond_the_highest() {
    assertThat(after(held(50))).isEqualTo(new Probe(100));
    assertThat(after(held(50), held(1_600))).isEqualTo(new Probe(2_000));
  }

  @Test
  void it_tries_the_middle_between_what_held_and_what_broke() {
    assertThat(after(held(400), broke(800))).isEqualTo(new Probe(600));
    assertThat(after(held(400), broke(800), broke(600))).isEqualTo(new Probe(500));
  }

  @Test
  void the_two_levels_that_decide_are_seen_twice() {
    // 25 is 4.2 % of 600
    assertThat(after(held(600), broke(625))).isEqualTo(new Probe(600));
    assertThat(after(held(600), broke(625), held(600))).isEqualTo(new Probe(625));
    assertThat(after(held(600), broke(625), held(600), broke(625)))
        .isEqualTo(new Done(SearchEnd.FOUND));
  }

  @Test
  void a_level_that_held_by_luck_is_looked_at_a_third_time_and_taken_back() {
    assertThat(after(held(500), held(600), broke(625), broke(600))).isEqualTo(new Probe(600));
    assertThat(after(held(500), held(600), broke(625), broke(600), broke(600)))
        .isEqualTo(new Probe(550));
  }

  @Test
  void a_level_that_broke_by_bad_luck_is_not_the_end() {
    assertThat(after(held(600), broke(800), broke(625), held(600), held(625)))
        .isEqualTo(new Probe(625));
    assertThat(after(held(600), broke(800), broke(625), held(600), held(625), held(625)))
        .isEqualTo(new Probe(713)); // (625 + 800) / 2 to three digits
  }

  @Test
  void a_break_below_a_level_that_held_is_looked_at_again_before_anything_lower() {
    assertThat(after(held(400), held(600), broke(500))).isEqualTo(new Probe(500));
  }

  @Test
  void the_highest_level_is_confirmed_before_it_is_at_least_that() {
    assertThat(after(held(50), held(2_000))).isEqualTo(new Probe(2_000));
    assertThat(after(held(50), held(2_000), held(2_000))).isEqualTo(new Done(SearchEnd.HELD_ALL));
  }

  @Test
  void a_first_level_that_breaks_is_tried_again_and_is_the_end() {
    assertThat(after(broke(50))).isEqualTo(new Probe(50));
    assertThat(after(broke(50), broke(50))).isEqualTo(new Done(SearchEnd.BROKE_AT_ONCE));
    assertThat(after(broke(50), held(50))).isEqualTo(new Probe(50));
    assertThat(after(broke(50), held(50), held(50))).isEqualTo(new Probe(100));
  }

  @Test
  void a_generator_that_cannot_twice_is_the_end_and_once_is_nothing() {
    ProbeOutcome invalid = new ProbeOutcome(800, INVALID);

    assertThat(after(held(400), invalid)).isEqualTo(new Probe(800));
    assertThat(after(held(400), invalid, held(800))).isEqualTo(new Probe(1_600));
    assertThat(after(held(400), invalid, invalid)).isEqualTo(new Done(SearchEnd.GENERATOR));
    assertThat(new Search(ASKED, List.of(held(400), invalid, invalid)).held()).hasValue(400);
    assertThat(new Search(ASKED, List.of(held(400), invalid, invalid)).broke()).isEmpty();
  }

  @Test
  void a_level_that_was_measured_in_between_may_go_wrong_again() {
    ProbeOutcome invalid = new ProbeOutcome(800, INVALID);
    ProbeOutcome nothing = new ProbeOutcome(800, NO_DATA);

    assertThat(after(invalid, held(800), broke(850), invalid)).isEqualTo(new Probe(800));
    assertThat(after(nothing, held(800), broke(850), nothing)).isEqualTo(new Probe(800));
    assertThat(after(invalid, held(800), broke(850), invalid, invalid))
        .isEqualTo(new Done(SearchEnd.GENERATOR));
    assertThat(after(invalid, nothing, invalid)).isEqualTo(new Done(SearchEnd.GENERATOR));
  }

  @Test
  void nothing_to_judge_twice_is_the_end_and_once_is_nothing() {
    ProbeOutcome nothing = new ProbeOutcome(50, NO_DATA);

    assertThat(after(nothing)).isEqualTo(new Probe(50));
    assertThat(after(nothing, held(50))).isEqualTo(new Probe(100));
    assertThat(after(nothing, nothing)).isEqualTo(new Done(SearchEnd.NO_DATA));
  }

  @Test
  void it_ends_when_its_probes_are_used_up() {
    CapacitySearch three = ASKED.probesAtMost(3);

    assertThat(new Search(three, List.of(held(50), held(100), broke(200))).next())
        .isEqualTo(new Done(SearchEnd.OUT_OF_PROBES));
  }

  @Test
  void neighbouring_numbers_of_users_are_close_enough() {
    CapacitySearch users = capacitySearch().from(1).upTo(8);

    assertThat(new Search(users, List.of(held(1), held(2), broke(4), held(3))).next())
        .isEqualTo(new Probe(3)); // confirmed, although 3 and 4 differ by 33 %
  }

  // Against services whose capacity is known

  @Test
  void finds_the_capacity_of_an_open_service_whose_arrivals_come_evenly() {
    check(SimulatedSearch.evenArrivals());
  }

  @Test
  void finds_the_capacity_of_an_open_service_whose_arrivals_come_by_chance() {
    check(SimulatedSearch.randomArrivals());
  }

  @Test
  void finds_the_capacity_of_a_service_that_refuses_what_is_too_much() {
    check(SimulatedSearch.refusals());
  }

  @Test
  void finds_how_many_users_a_closed_service_takes() {
    check(SimulatedSearch.users());
  }

  @Test
  void finds_the_capacity_though_probes_near_it_hold_or_break_by_chance() {
    check(SimulatedSearch.byChance(0.03));
  }

  @Test
  void a_generator_that_sends_300_a_second_at_most_is_not_taken_for_the_service() {
    Random random = new Random(1);
    SimulatedService service = new SimulatedService(50, 0.05, Integer.MAX_VALUE);

    List<ProbeOutcome> outcomes = new ArrayList<>();
    SearchEnd end =
        SimulatedSearch.end(
            ASKED, outcomes, level -> level > 300 ? INVALID : service.open(level, true, random));

    assertThat(end).isEqualTo(SearchEnd.GENERATOR);
    assertThat(new Search(ASKED, outcomes).held()).hasValue(200);
  }

  /**
   * Of 100 searches from different levels with different seeds, at least 90 are within 5 % of the
   * true capacity, and each search ends.
   */
  private static void check(SimulatedSearch service) {
    List<SimulatedSearch.Found> all =
        IntStream.range(0, 100).mapToObj(seed -> service.found(seed)).toList();

    assertThat(all)
        .extracting(SimulatedSearch.Found::ending)
        .isSubsetOf(SearchEnd.FOUND, SearchEnd.OUT_OF_PROBES);
    assertThat(all)
        .filteredOn(
            found ->
                Math.abs(found.capacity().orElseThrow() - service.truth())
                    <= 0.05 * service.truth())
        .as("%s with %s", all, service.truth())
        .hasSizeGreaterThanOrEqualTo(90);
  }
}
