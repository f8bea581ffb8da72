package dev.onrush.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TraceIdsTest {

  private static List<String> first(long seed, int injector, int count) {
    TraceIds ids = new TraceIds(seed, injector);
    return Stream.generate(ids::next).limit(count).toList();
  }

  @Test
  void each_is_a_traceparent_of_version_0_that_is_sampled() {
    assertThat(first(42, 0, 1_000))
        .allMatch(id -> id.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"))
        .noneMatch(id -> id.contains("-0000000000000000"));
  }

  @Test
  void they_follow_from_the_seed() {
    assertThat(first(42, 1, 10)).isEqualTo(first(42, 1, 10)).isNotEqualTo(first(43, 1, 10));
  }

  @Test
  void injectors_of_one_run_have_none_in_common() {
    Set<String> traces = new HashSet<>();
    for (int injector = 0; injector < 10; injector++) {
      first(7, injector, 10_000).forEach(id -> traces.add(id.substring(3, 35)));
    }

    assertThat(traces).hasSize(100_000);
  }
}
