package dev.onrush.internal.live.dashboard;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.live.dashboard.Breaches.Broken;
import dev.onrush.internal.live.dashboard.Breaches.Moment;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BreachesTest {

  private static final Threshold P95 = p95().below(ofMillis(500));

  private final Breaches breaches = new Breaches();

  private void add(int second, Threshold threshold, Verdict verdict, double actual) {
    breaches.add(
        List.of(
            new Judgement(threshold, verdict, OptionalDouble.of(actual), 10, "", Optional.empty())),
        ofSeconds(second),
        List.of());
  }

  @Test
  void a_breach_is_told_once_with_its_moment_and_again_when_it_is_over() {
    add(1, P95, Verdict.PASS, 100);
    add(2, P95, Verdict.FAIL, 612);
    add(3, P95, Verdict.FAIL, 700);

    assertThat(breaches.now()).extracting(Broken::since).containsExactly(ofSeconds(2));
    assertThat(breaches.now().get(0).judgement().actual()).hasValue(700);

    add(4, P95, Verdict.PASS, 300);

    assertThat(breaches.now()).isEmpty();
    assertThat(breaches.moments())
        .containsExactly(
            new Moment(ofSeconds(2), "Broken: p95 was 612 ms (limit 500 ms)"),
            new Moment(ofSeconds(4), "Within the limit again: p95"));
  }

  @Test
  void what_is_no_longer_judged_is_not_kept_again() {
    add(2, P95, Verdict.FAIL, 612);
    add(3, P95, Verdict.NO_DATA, 612);

    assertThat(breaches.moments()).extracting(Moment::text).endsWith("No longer judged: p95");
  }

  @Test
  void a_count_that_has_yet_to_grow_and_what_cannot_be_told_are_not_broken() {
    add(1, requestCount().atLeast(100), Verdict.FAIL, 7);
    add(1, P95, Verdict.INVALID, 612);

    assertThat(breaches.now()).isEmpty();
    assertThat(breaches.moments()).isEmpty();
  }

  @Test
  void the_latest_moments_are_kept() {
    for (int second = 1; second <= 200; second++) {
      add(second, P95, second % 2 == 0 ? Verdict.PASS : Verdict.FAIL, second % 2 == 0 ? 1 : 612);
    }

    assertThat(breaches.moments()).hasSize(50);
    assertThat(breaches.moments().get(49).at()).isEqualTo(ofSeconds(200));
  }
}
