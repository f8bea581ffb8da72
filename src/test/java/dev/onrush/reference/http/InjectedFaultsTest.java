package dev.onrush.reference.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.reference.settings.Latency;
import dev.onrush.reference.settings.ServiceSettings.Faults;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectedFaultsTest {

  /** 300 ms at the end of each second. */
  private static final Faults FAULTS =
      new Faults(new Latency.None(), Duration.ofMillis(300), Duration.ofSeconds(1), 0, 0, false);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "699, 0",
    "700, 300",
    "701, 299",
    "999, 1",
    "1000, 0",
    "1850, 150",
    "12345, 0",
  })
  void a_stall_holds_what_arrives_in_it_until_its_end(long arrived, long held) {
    assertThat(InjectedFaults.stall(FAULTS, arrived * 1_000_000)).isEqualTo(held * 1_000_000);
  }
}
