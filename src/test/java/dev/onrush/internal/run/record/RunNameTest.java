package dev.onrush.internal.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNameTest {

  private static final RunName FIRST =
      RunName.at("Spike-Test", Instant.parse("2026-01-31T23:59:59.9Z"));

  @Test
  void it_is_read_as_it_is_written() {
    assertThat(FIRST).hasToString("Spike-Test-20260131T235959Z");
    assertThat(FIRST.next()).hasToString("Spike-Test-20260131T235959Z-2");
    for (RunName name : List.of(FIRST, FIRST.next(), FIRST.next().next())) {
      assertThat(RunName.of(Path.of("reports", name.toString()))).hasValue(name);
    }
  }

  @Test
  void the_tenth_of_a_second_comes_after_the_second() {
    RunName tenth = new RunName("Spike-Test", FIRST.stamp(), 10);

    assertThat(List.of(tenth, FIRST.next(), FIRST).stream().sorted())
        .containsExactly(FIRST, FIRST.next(), tenth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"baselines", "LoadTest", "-20260131T235959Z", "A-20260131T235959Z-"})
  void what_is_none_is_none(String folder) {
    assertThat(RunName.of(Path.of(folder))).isEmpty();
  }
}
