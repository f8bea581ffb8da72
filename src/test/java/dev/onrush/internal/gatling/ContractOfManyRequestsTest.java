package dev.onrush.internal.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the comparison of {@link ContractTest} with so many requests that rare orders of events
 * occur.
 */
@Tag("load")
@Tag("extended")
class ContractOfManyRequestsTest {

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void onrush_counts_what_gatling_counts_of_100_000_requests(@TempDir Path folder)
      throws IOException {
    ContractTest.Outcome outcome =
        ContractTest.run(
            ContractSimulation.class, folder, Duration.ofMinutes(14), "-Dcontract.loops=800");

    assertThat(outcome.ours("REQUEST")).isEqualTo(outcome.gatling());
    assertThat(outcome.requests()).isGreaterThan(100_000); // at least 20 users x 800 loops x 6.8
    assertThat(outcome.open()).isZero();
  }
}
