package dev.onrush.internal.finding.evidence;

import static java.lang.Double.NaN;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.verdict.figure.Span;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FigureOverTimeTest {

  private static final Span BEFORE = new Span(ofSeconds(80), ofSeconds(98));

  private static FigureOverTime each(int seconds, double... values) {
    return new FigureOverTime(
        IntStream.range(0, values.length).mapToObj(i -> ofSeconds((long) i * seconds)).toList(),
        values,
        List.of());
  }

  @Test
  void its_level_is_the_mean_of_a_time_in_which_it_was_read_often() {
    assertThat(each(6, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 9).level(BEFORE))
        .hasValue(2);
  }

  @Test
  void its_level_is_that_of_its_last_readings_where_it_was_read_seldom() {
    assertThat(each(16, 9, 9, 9, 9, 4, 5, 6, 9).level(BEFORE)).hasValue(5);
    assertThat(each(16, 9, 4, NaN, 5, NaN, NaN, 6, 9).level(BEFORE)).hasValue(5);
  }

  @Test
  void what_was_not_there_while_others_were_read_was_0() {
    assertThat(each(16, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 9).level(BEFORE)).hasValue(0);
  }

  @Test
  void its_level_is_not_known_when_next_to_nothing_was_read() {
    assertThat(each(90, 9, 9, 9).level(BEFORE)).isEmpty();
    assertThat(each(16, NaN, NaN, NaN, NaN, NaN, 7, 8, 9).level(BEFORE)).isEmpty();
    assertThat(FigureOverTime.NONE.level(BEFORE)).isEmpty();
  }
}
