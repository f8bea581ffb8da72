package dev.onrush.internal.importing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.request.Redaction;
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

  private final LineFormat json = LineFormats.jsonLines(Map.of());

  /** Each user requests one path after the other. */
  private void ask(double pause, int paths) {
    int number = 0;
    for (double at = 0.001; at < 60 * MINUTES; at += TOOK + pause) {
      for (int user = 0; user < USERS; user++) {
        answered(at + TOOK, user, "/a" + number++ % paths, TOOK);
      }
    }
  }

  /** Adds a request that ended at a time in seconds. */
  private void answered(double end, int user, String path, double took) {
    String line =
        "{\"msec\":\"%.3f\",\"remote_addr\":\"10.0.0.%d\",\"request\":\"GET %s HTTP/1.1\","
            + "\"status\":200,\"request_time\":\"%.3f\"}";
    assertThat(
            json.read(
                String.format(Locale.ROOT, line, 1_772_438_400 + end, user, path, took),
                reader::add))
        .isTrue();
  }

  private Fidelity fidelity() {
    return fidelity(reader.traffic(), 1);
  }

  /**
   * Compares a plan with its log.
   *
   * @param stretch the length of the plan divided by the length of the log
   */
  private static Fidelity fidelity(Traffic traffic, double stretch) {
    Duration length = Duration.ofMillis((long) (1_000 * stretch * traffic.window().seconds()));
    PlanFit.Fitted fitted = PlanFit.fitted(traffic, length, new Redaction(List.of()), 7);
    return Fidelity.of(fitted.plan(), fitted.observed(), 7);
  }

  @Test
  void the_burstiness_of_the_log_does_not_depend_on_the_length_of_the_plan() {
    ask(3, 2);
    Traffic traffic = reader.traffic();

    double log = fidelity(traffic, 1).burstiness().log();

    assertThat(log).isGreaterThan(1);
    assertThat(fidelity(traffic, 0.1).burstiness().log()).isEqualTo(log);
    assertThat(fidelity(traffic, 3).burstiness().log()).isEqualTo(log);
  }

  @Test
  void users_that_stay_wait_for_their_responses() {
    ask(0, 1);

    assertThat(fidelity().rate().off()).isCloseTo(0, within(5.0));
  }

  @Test
  void what_users_that_stay_wait_for_is_no_pause() {
    ask(1, 1);

    Fidelity fidelity = fidelity();

    assertThat(fidelity.rate().off()).isCloseTo(0, within(5.0));
    assertThat(fidelity.pauses()).isLessThan(0.1);
  }

  /**
   * A run waits at most a minute for a stream: 60 s divided by 1,501 requests are 0.04 s per
   * request, of 1.2 s.
   */
  @Test
  void a_stream_lasts_no_longer_than_a_run_waits_for_it() {
    ask(1, 1);
    answered(60 * MINUTES, 1, "/events", 540);

    assertThat(fidelity().rate().off()).isCloseTo(0, within(5.0));
  }

  @Test
  void nobody_waits_for_streams_that_are_left_out_of_the_plan() {
    ask(1, 30);
    for (int stream = 0; stream < 20; stream++) {
      answered(60 * MINUTES, stream % USERS, "/s" + stream, 540);
    }

    assertThat(fidelity().rate().off()).isCloseTo(0, within(5.0));
  }

  /** 12 runs of 49 days are 51 million seconds. */
  @Test
  void of_a_long_log_there_are_fewer_runs() {
    for (int day = 0; day < 50; day++) {
      answered(86_400.0 * day, day % USERS, "/a", TOOK);
    }

    assertThat(fidelity().runs()).isEqualTo(12);
  }
}
