package dev.onrush.internal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantSourceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "pg_lock_waiters | pg_lock_waiters{duet=\"A\"}",
        "rate(logback_events_total) | rate(logback_events_total{duet=\"A\"})",
        "pool{name=\"x\"} | pool{name=\"x\",duet=\"A\"}",
        "rate(rows{table=\"t\"}) | rate(rows{table=\"t\",duet=\"A\"})",
        "rate(seconds{query=\"f(x)\"}) | rate(seconds{query=\"f(x)\",duet=\"A\"})",
      })
  void a_series_has_one_more_label_and_means_the_same(String own, String labelled) {
    assertThat(VariantSource.labelled(own, "A")).isEqualTo(labelled);
    assertThat(VariantSource.unlabelled(labelled, "A")).contains(own);
    assertThat(VariantSource.unlabelled(own, "A")).isEmpty();
    assertThat(KnownSeries.of(labelled)).isEqualTo(KnownSeries.of(own));
  }

  @Test
  void all_that_the_service_says_has_the_label() throws IOException {
    ServiceSource source =
        new ServiceSource() {
          @Override
          public String name() {
            return "metrics of the service";
          }

          @Override
          public Reading read() {
            return new Reading(Map.of("heap", 1.0), Map.of("cpu", 0.5), 3, 2);
          }

          @Override
          public void close() {}
        };

    VariantSource a = new VariantSource(source, "A");

    assertThat(a.name()).isEqualTo("metrics of the service A");
    assertThat(a.read())
        .isEqualTo(
            new Reading(Map.of("heap{duet=\"A\"}", 1.0), Map.of("cpu{duet=\"A\"}", 0.5), 3, 2));
  }
}
