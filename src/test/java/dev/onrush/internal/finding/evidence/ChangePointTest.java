package dev.onrush.internal.finding.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangePointTest {

  @Test
  void a_step_is_found_where_it_is_with_both_levels() {
    double[] values =
        IntStream.range(0, 30).mapToDouble(i -> i < 12 ? 3 + i % 2 : 40 + i % 3).toArray();

    ChangePoint change = ChangePoint.of(values).orElseThrow();

    assertThat(change.index()).isEqualTo(12);
    assertThat(change.before()).isEqualTo(3.5);
    assertThat(change.after()).isEqualTo(41);
    // K = 12 * 18 = 216: 2 exp(-6 * 216² / (30³ + 30²)) = 2 exp(-10.03)
    assertThat(change.chance()).isCloseTo(8.8e-5, within(1e-6));
  }

  @Test
  void chance_alone_rarely_looks_like_a_change() {
    Random random = new Random(1);
    long found =
        IntStream.range(0, 1_000)
            .mapToObj(run -> random.doubles(30).toArray())
            .filter(values -> ChangePoint.of(values).orElseThrow().chance() < 0.05)
            .count();

    // the approximation of the probability is conservative
    assertThat(found).isLessThan(50);
  }

  @Test
  void fewer_than_eight_values_have_no_change() {
    assertThat(ChangePoint.of(new double[] {1, 1, 1, 9, 9, 9, 9})).isEmpty();
  }
}
