package dev.onrush.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.Golden;
import dev.onrush.profile.Stage;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Threshold;
import org.junit.jupiter.api.Test;

class CapacitySearchTest {

  private static final CapacitySearch SEARCH =
      capacitySearch().from(perSecond(50)).upTo(perSecond(2_000));

  private static LoadPlan plan(Threshold... thresholds) {
    return loadPlan("Stress")
        .users(userClass("Browsing").task("List", get("/")))
        .profile(SEARCH)
        .thresholds(thresholds);
  }

  private static void refused(String message, Threshold... thresholds) {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(thresholds)).withMessage(message);
  }

  @Test
  void the_preview_shows_the_longest_that_it_can_be() {
    Golden.matches(
        "/dev/onrush/plan/capacity-preview.txt",
        PlanPreview.of(
            plan(
                p95().below(ofMillis(200)),
                errorRate().below(ofPercent(1)),
                capacity().atLeast(perSecond(500)))));
  }

  @Test
  void its_peak_is_the_highest_level_and_its_length_that_of_all_probes() {
    LoadPlan plan = plan(p95().below(ofMillis(200)));

    assertThat(plan.profile().peak()).isEqualTo(2_000);
    assertThat(plan.duration()).isEqualTo(ofSeconds(20 * (5 + 20 + 60)));
  }

  @Test
  void a_probe_settles_holds_and_rests_at_the_first_level() {
    assertThat(SEARCH.probe(3, 200))
        .containsExactly(
            new Stage("settle 3", 50, 200, ofMillis(2_500)),
            new Stage("settle 3", 200, 200, ofMillis(2_500)),
            new Stage("probe 3", 200, 200, ofSeconds(20)),
            new Stage("rest 3", 50, 50, ofSeconds(60)));
  }

  @Test
  void scale_and_pace_change_levels_and_times() {
    CapacitySearch small = SEARCH.scaled(0.1).paced(0.5);

    assertThat(small.climb()).containsExactly(5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 200.0);
    assertThat(small.hold()).isEqualTo(ofSeconds(10));
    assertThat(SEARCH.restAtMost(ofSeconds(20)).paced(0.2).rest())
        .as("what recovery takes to be seen")
        .isEqualTo(ofSeconds(5));
    assertThat(capacitySearch().from(10).upTo(200).scaled(0.01).climb()).containsExactly(1.0, 2.0);
  }

  @Test
  void levels_that_a_scale_rounds_to_one_stay_two() {
    // 10.01/s and 10.03/s have the same three digits, and 1000.2/s and 1000.4/s the same four.
    CapacitySearch near = capacitySearch().from(perSecond(100.1)).upTo(perSecond(100.3));
    CapacitySearch high = capacitySearch().from(perSecond(10_002)).upTo(perSecond(10_004));

    assertThat(near.scaled(0.1).climb()).containsExactly(10.0, 10.1);
    assertThat(near.scaled(0.999).climb()).containsExactly(100.0, 101.0);
    assertThat(high.scaled(0.1).climb()).containsExactly(1000.0, 1001.0);
  }

  @Test
  void a_first_level_of_0_is_refused_where_it_is_written() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> capacitySearch().from(0))
        .withMessage("first level of a capacity search was 0 users; it must be above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> capacitySearch().from(perSecond(0)))
        .withMessage("first level of a capacity search was 0/s; it must be above 0");
  }

  @Test
  void levels_that_do_not_rise_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> capacitySearch().from(100).upTo(100))
        .withMessage(
            "a capacity search went from 100 users up to 100 users; from(…) must be above 0, and"
                + " upTo(…) must be higher than from(…) and at most 1,000,000");
  }

  @Test
  void a_threshold_that_cannot_be_asked_of_a_probe_is_refused() {
    Threshold slow = p95().below(ofMillis(200));
    refused(
        "threshold \"p95 in steady < 1 s\" names a phase, but each probe of a capacity search is"
            + " judged on its own; remove during(…)",
        p95().during(STEADY).below(ofSeconds(1)));
    refused(
        "threshold \"recovery in spike <= 10 s\" concerns the run as a whole, but each probe of a"
            + " capacity search is judged on its own; remove it, or use it in a plan with a"
            + " profile",
        slow,
        recovery().within(ofSeconds(10)));
    refused(
        "threshold \"p95 worse than A <= 5 %\" compares with A, but a capacity search is not a"
            + " duet; remove it, or use it in a plan with a profile",
        slow, p95().notWorseThanA());
    refused(
        "threshold \"error rate < 1 %\" aborts the run, but a capacity search continues after a"
            + " level that breaks; remove abortAfter(…)",
        errorRate().below(ofPercent(1)).abortAfter(ofSeconds(5)));
    refused(
        "threshold \"p95 every 1 min < 1 s\" has windows of 1 min, but a probe is held for only 20"
            + " s; use shorter windows, or a longer holdFor(…)",
        p95().every(ofMinutes(1)).below(ofSeconds(1)));
    refused(
        "threshold \"capacity >= 500\" is in users, but the search is in arrivals/s; write a bound"
            + " such as 2000/s",
        slow,
        capacity().atLeast(500));
    refused(
        "plan \"Stress\" searches for its capacity, but has no threshold that a level could break;"
            + " add one such as p95().below(ofMillis(200))",
        capacity().atLeast(perSecond(500)));
  }

  @Test
  void a_required_capacity_above_the_highest_level_is_refused() {
    Threshold slow = p95().below(ofMillis(200));
    refused(
        "threshold \"capacity >= 2500/s\" cannot be kept, since the search goes up to 2000/s; lower"
            + " its bound, or raise upTo(…)",
        slow,
        capacity().atLeast(perSecond(2_500)));
    refused(
        "threshold \"capacity > 2000/s\" cannot be kept, since the search goes up to 2000/s; lower"
            + " its bound, or raise upTo(…)",
        slow,
        Threshold.parse("capacity > 2000/s"));

    assertThat(plan(slow, capacity().atLeast(perSecond(2_000))).thresholds()).hasSize(2);
    assertThat(plan(slow, Threshold.parse("capacity <= 2500/s")).thresholds()).hasSize(2);
  }

  @Test
  void a_required_capacity_needs_a_search() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                loadPlan("Load")
                    .users(userClass("Browsing").task("List", get("/")))
                    .profile(load().users(10).holdFor(ofSeconds(10)))
                    .thresholds(capacity().atLeast(10)))
        .withMessage(
            "threshold \"capacity >= 10\" needs a search for the capacity, but this plan has a"
                + " profile; write .profile(capacitySearch().from(…).upTo(…))");
  }

  @Test
  void a_required_capacity_is_read_as_it_is_written() {
    assertThat(Threshold.parse("capacity >= 500/s")).isEqualTo(capacity().atLeast(perSecond(500)));
    assertThat(Threshold.parse("capacity >= 500")).isEqualTo(capacity().atLeast(500));
    assertThat(capacity().atLeast(perSecond(500)).text()).isEqualTo("capacity >= 500/s");
    assertThat(capacity().atLeast(perSecond(500)).withBound("600/s").target())
        .isEqualTo(">= 600/s");
    assertThat(capacity().atLeast(500).measure()).isInstanceOf(Measure.Capacity.class);
  }
}
