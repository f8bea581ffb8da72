package dev.onrush.internal.service.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadSamplesTest {

  private final ThreadSamples samples = new ThreadSamples();

  @Test
  void methods_of_one_thread_leave_room_for_those_at_which_several_are() {
    for (int reading = 0; reading < 100; reading++) {
      samples.reported(Map.of("shop.Page" + reading + ".render", 1));
    }

    assertThat(samples.reported(Map.of("shop.Page0.render", 1, "shop.Page99.render", 1)))
        .containsOnlyKeys("shop.Page0.render");
    assertThat(samples.reported(Map.of("shop.Cart.total", 14, "shop.Page98.render", 1)))
        .containsExactly(Map.entry("shop.Cart.total", 14));
    assertThat(samples.reported(Map.of("shop.Cart.total", 1)))
        .as("it has a place")
        .containsExactly(Map.entry("shop.Cart.total", 1));
  }

  @Test
  void of_a_run_there_are_60_methods() {
    for (int reading = 0; reading < 60; reading++) {
      samples.reported(Map.of("shop.Page" + reading + ".render", 2));
    }

    assertThat(samples.reported(Map.of("shop.Cart.total", 14))).isEmpty();
  }
}
