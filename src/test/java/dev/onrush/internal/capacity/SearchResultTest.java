package dev.onrush.internal.capacity;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SearchResultTest {

  private final List<ProbeResult> probes = new ArrayList<>();

  private void probe(double level, LevelOutcome outcome, double p95) {
    int number = probes.size() + 1;
    probes.add(
        new ProbeResult(
            number,
            level,
            ofSeconds(30L * number),
            ofSeconds(30L * number + 20),
            outcome,
            "",
            (long) (20 * level),
            level,
            OptionalDouble.of(p95),
            0,
            List.of()));
  }

  @Test
  void the_knee_is_noted_beside_probes_that_held_or_broke_only() {
    probe(50, LevelOutcome.HELD, 10);
    probe(100, LevelOutcome.HELD, 10);
    probe(200, LevelOutcome.HELD, 11);
    probe(400, LevelOutcome.NO_DATA, 9_000);
    probe(400, LevelOutcome.INVALID, 9_000);
    probe(400, LevelOutcome.HELD, 14);
    probe(800, LevelOutcome.BROKE, 9_000);
    probe(500, LevelOutcome.BROKE, 1_000);

    SearchResult result =
        new SearchResult(
            capacitySearch().from(perSecond(50)).upTo(perSecond(2_000)),
            Optional.empty(),
            List.of(),
            SearchEnd.FOUND,
            "",
            probes);

    assertThat(result.knee()).hasValue(400);
    assertThat(probes)
        .extracting(result::note)
        .containsExactly("", "", "", "", "", "knee, capacity", "", "breaking point");
  }
}
