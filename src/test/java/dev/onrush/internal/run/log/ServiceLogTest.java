package dev.onrush.internal.run.log;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.service.ServiceHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

  @TempDir private Path folder;

  private static void assertSame(ServiceHistory read, ServiceHistory written) {
    assertThat(read.moments()).isEqualTo(written.moments());
    assertThat(read.expressions()).containsExactlyInAnyOrderElementsOf(written.expressions());
    written
        .expressions()
        .forEach(of -> assertThat(read.values(of)).as(of).isEqualTo(written.values(of)));
  }

  private ServiceHistory written(List<Map<String, Double>> readings) throws IOException {
    ServiceHistory history = new ServiceHistory();
    try (ServiceLog log = ServiceLog.create(folder)) {
      for (int i = 0; i < readings.size(); i++) {
        log.add(ofSeconds(i + 1), history.add(ofSeconds(i + 1), readings.get(i)));
      }
    }
    return history;
  }

  @Test
  void what_was_read_is_found_again_as_it_was_kept() throws IOException {
    ServiceHistory history =
        written(
            List.of(
                Map.of("process_cpu_usage", 0.123456, "queue", 3.0),
                Map.of("process_cpu_usage", 0.123456, "queue", 3.0),
                Map.of("queue", 4.0),
                Map.of("process_cpu_usage", 1.0 / 3, "queue", 4.0)));

    assertSame(ServiceLog.read(folder), history);
    assertThat(Files.readString(folder.resolve(ServiceLog.FILE)))
        .isEqualTo(
            """
            {"at":1000,"new":["process_cpu_usage"],"set":[0,0.1235]}
            {"at":2000}
            {"at":3000,"new":["queue"],"was":[1,1000,3.0],"set":[1,4.0],"gone":[0]}
            {"at":4000,"set":[0,0.3333]}
            """);
  }

  @Test
  void a_line_that_was_cut_when_the_run_was_killed_is_left_out() throws IOException {
    written(List.of(Map.of("process_cpu_usage", 0.5), Map.of("process_cpu_usage", 0.75)));
    Path file = folder.resolve(ServiceLog.FILE);
    Files.writeString(
        file, Files.readString(file).substring(0, Files.readString(file).length() - 5));

    assertThat(ServiceLog.read(folder).values("process_cpu_usage")).containsExactly(0.5);
  }

  @Test
  void a_line_that_was_cut_within_a_character_takes_no_other_with_it() throws IOException {
    written(
        List.of(
            Map.of("process_cpu_usage", 0.5),
            Map.of("process_cpu_usage", 0.75, "queue{name=\"größe\"}", 1.0),
            Map.of("process_cpu_usage", 0.75, "queue{name=\"größe\"}", 2.0)));
    Path file = folder.resolve(ServiceLog.FILE);
    String text = Files.readString(file);
    byte[] upToThere =
        text.substring(0, text.indexOf('ö')).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] cut = java.util.Arrays.copyOf(upToThere, upToThere.length + 1);
    cut[upToThere.length] = (byte) 0xC3; // the first of the two bytes of an ö
    Files.write(file, cut);

    assertThat(ServiceLog.read(folder).values("process_cpu_usage")).containsExactly(0.5, 0.75);
  }

  @Test
  void a_run_that_read_nothing_has_no_history() throws IOException {
    assertThat(ServiceLog.read(folder).expressions()).isEmpty();
  }

  @Test
  void a_thousand_series_that_change_all_the_time_take_less_than_5_mb_an_hour() throws IOException {
    ServiceHistory history = new ServiceHistory();
    try (ServiceLog log = ServiceLog.create(folder)) {
      for (int second = 1; second <= 360; second++) {
        Map<String, Double> reading = new HashMap<>();
        for (int n = 0; n < 1_000; n++) {
          reading.put("a_series_with_a_name{of=\"" + n + "\"}", second * 1.2345 + n);
        }
        log.add(ofSeconds(second), history.add(ofSeconds(second), reading));
      }
    }

    // for a tenth of an hour
    assertThat(Files.size(folder.resolve(ServiceLog.FILE))).isLessThan(500_000);
  }
}
