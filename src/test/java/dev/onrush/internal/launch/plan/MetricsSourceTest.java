package dev.onrush.internal.launch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.service.Reading;
import dev.onrush.internal.service.ServiceSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
