package dev.onrush.internal.importing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.request.TakenOut;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.session.TrafficReader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FidelityTest {

  private static final int USERS = 3;
  private static final double MINUTES = 10;
  private static final double TOOK = 0.2;

  private final TrafficReader reader =
      new TrafficReader(
          new TrafficReader.Selection(
              SessionBy.AGENT, Duration.ofMinutes(30), false, TrafficReader.Time.ALL),
          7);

  private Fidelity fidelity(double pause) {
    LineFormat json = LineFormats.jsonLines(Map.of());
    for (double at = 0.001; at < 60 * MINUTES; at += TOOK + pause) {
      for (int user = 0; user < USERS; user++) {
        String line =
            "{\"msec\":\"%.3f\",\"remote_addr\":\"10.0.0.%d\",\"request\":\"GET /a HTTP/1.1\","
                + "\"status\":200,\"request_time\":\"%.3f\"}";
        assertThat(
                json.read(
                    String.format(Locale.ROOT, line, 1_772_438_400 + at + TOOK, user, TOOK),
                    reader::add))
            .isTrue();
      }
    }
    Traffic traffic = reader.traffic();
    Duration length = Duration.ofSeconds(traffic.window().seconds());
    PlanFit.Fitted fitted = PlanFit.fitted(traffic, length, new TakenOut(List.of()), 7);
    return Fidelity.of(fitted.plan(), fitted.observed(), 7);
  }

  @Test
  void users_that_stay_wait_for_their_responses() {
    assertThat(fidelity(0).rate().off()).isCloseTo(0, within(5.0));
  }

  @Test
  void what_users_that_stay_wait_for_is_no_pause() {
    Fidelity fidelity = fidelity(1);

    assertThat(fidelity.rate().off()).isCloseTo(0, within(5.0));
    assertThat(fidelity.pauses()).isLessThan(0.1);
  }
}
