package dev.onrush.internal.importing.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.SessionBy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficReaderTest {

  private final TrafficReader reader =
      new TrafficReader(
          new TrafficReader.Selection(
              SessionBy.AGENT, Duration.ofMinutes(30), false, TrafficReader.Time.ALL),
          7);
  private final LineFormat json = LineFormats.jsonLines(Map.of());

  private void add(double second, String client) {
    String line =
        "{\"msec\":\"%.3f\",\"remote_addr\":\"%s\",\"request\":\"GET /a HTTP/1.1\",\"status\":200}";
    String text = String.format(Locale.ROOT, line, 1_772_438_400 + second, client);
    assertThat(json.read(text, reader::add)).isTrue();
  }

  @Test
  void clients_that_are_too_fast_for_one_user_are_all_seen_among_many_sessions() {
    for (int i = 0; i < 25_000; i++) {
      add(i, "visitor " + i);
      if (i % 1_250 == 0) {
        for (int request = 0; request < 1_000; request++) {
          add(i + request / 1e3, "proxy " + i);
        }
      }
    }

    Traffic traffic = reader.traffic();

    assertThat(traffic.fast()).hasSize(20);
    assertThat(traffic.visits().of()).isEqualTo(25_000);
    assertThat(traffic.visits().sessions()).hasSize(20_000);
    assertThat(traffic.visits().begins().between(0, 2e9)).isEqualTo(25_000);
  }
}
