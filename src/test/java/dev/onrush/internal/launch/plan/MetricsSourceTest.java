package dev.onrush.internal.launch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.service.Reading;
import dev.onrush.internal.service.ServiceSource;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsSourceTest {

  private final List<String> closed = new ArrayList<>();

  private ServiceSource source(String name) {
    return source(name, () -> closed.add(name));
  }

  private static ServiceSource source(String name, Runnable closing) {
    return new ServiceSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Reading read() {
        return Reading.NONE;
      }

      @Override
      public void close() {
        closing.run();
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/shop, /actuator/prometheus, http://127.0.0.1:8080/shop/actuator/prometheus",
    "http://127.0.0.1:8080/shop, metrics?all=1, http://127.0.0.1:8080/shop/metrics?all=1",
    "http://127.0.0.1:8080/shop, ?all=1, http://127.0.0.1:8080/shop/?all=1",
    "http://127.0.0.1:8080/shop, ../metrics, http://127.0.0.1:8080/metrics",
    "http://127.0.0.1:8080/shop, //other/metrics, http://127.0.0.1:8080/shop/other/metrics",
    "http://127.0.0.1:8080/shop, http://127.0.0.1:9090/metrics, http://127.0.0.1:9090/metrics",
    "http://127.0.0.1:8080, /metrics, http://127.0.0.1:8080/metrics",
    "http://127.0.0.1:8080, metrics, http://127.0.0.1:8080/metrics",
    "http://my_shop:8080/shop, /metrics, http://my_shop:8080/shop/metrics",
  })
  void a_path_of_the_metrics_is_below_the_target(String target, String metrics, String address) {
    Settings settings = SettingsReader.load(Map.of("onrush.service.metrics", metrics));

    assertThat(MetricsSource.address(settings.service(), URI.create(target))).hasToString(address);
  }

  @Test
  void the_default_path_of_the_metrics_is_below_the_target() {
    Settings settings = SettingsReader.load(Map.of());

    assertThat(MetricsSource.address(settings.service(), URI.create("http://127.0.0.1:8080/shop")))
        .hasToString("http://127.0.0.1:8080/shop/metrics");
  }

  @Test
  void sources_that_are_open_are_closed_when_a_further_one_is_refused() {
    assertThatThrownBy(
            () ->
                MetricsSource.open(
                    sources -> {
                      sources.add(source("statistics"));
                      sources.add(source("process"));
                      throw new IllegalArgumentException("no JVM");
                    }))
        .hasMessage("no JVM");

    assertThat(closed).containsExactly("statistics", "process");
  }

  @Test
  void a_source_that_cannot_be_closed_hides_no_refusal_and_keeps_no_other_open() {
    assertThatThrownBy(
            () ->
                MetricsSource.open(
                    sources -> {
                      sources.add(
                          source(
                              "statistics",
                              () -> {
                                throw new IllegalStateException("on purpose");
                              }));
                      sources.add(source("process"));
                      throw new IllegalArgumentException("no JVM");
                    }))
        .hasMessage("no JVM");

    assertThat(closed).containsExactly("process");
  }

  @Test
  void sources_of_which_none_is_refused_stay_open() {
    assertThat(MetricsSource.open(sources -> sources.add(source("process")))).hasSize(1);
    assertThat(closed).isEmpty();
  }
}
