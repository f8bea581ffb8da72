package dev.onrush.internal.page;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapTest {

  private final Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);

  private JsonNode heatMap(long... micros) {
    for (long time : micros) {
      recorder.timed("U", "", "Ask", ResponseTime.asMeasured(0, time), Outcome.OK, "200", "");
    }
    Buckets times =
        recorder.takeInterval(ofSeconds(1)).tallies().values().iterator().next().times().buckets();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    HeatMap.write(node, List.of(new Cell<>(Duration.ZERO, ofSeconds(1), times)));
    return node;
  }

  @Test
  void each_single_time_has_a_row() {
    for (long micros = 1; micros <= 2_000_000; micros += 1 + micros / 5000) {
      JsonNode map = heatMap(micros);
      int rows = map.get("edges").size() - 1;
      long samples = 0;
      for (JsonNode count : map.get("columns").get(0)) {
        samples += count.asLong();
      }

      assertThat(rows).as("rows of %s µs", micros).isPositive();
      assertThat(samples).as("samples of %s µs", micros).isEqualTo(1);
    }
  }

  @Test
  void rows_grow_and_hold_all_times() {
    JsonNode map = heatMap(187_220, 20, 1_999_999, 187_140);
    JsonNode edges = map.get("edges");

    assertThat(edges.get(edges.size() - 1).asDouble()).isGreaterThanOrEqualTo(1999.9);
    for (int i = 1; i < edges.size(); i++) {
      assertThat(edges.get(i).asDouble()).isGreaterThan(edges.get(i - 1).asDouble());
    }
  }

  @Test
  void a_run_without_times_has_columns_without_samples() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    HeatMap.write(node, List.of(new Cell<>(Duration.ZERO, ofSeconds(1), Buckets.EMPTY)));

    assertThat(node.get("columns").toString()).isEqualTo("[[0]]");
  }
}
