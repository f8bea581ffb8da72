package dev.onrush.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static String readings(double... values) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Json.readings(node, DoubleStream.of(values));
    return node.get("values").toString();
  }

  @Test
  void readings_of_any_size_keep_their_digits() {
    assertThat(readings(0.00012345, 0.25, -0.00045, 0)).isEqualTo("[1.234E-4,0.25,-4.5E-4,0]");
    assertThat(readings(12.34567, -3.5, 1_234_567)).isEqualTo("[12.346,-3.5,1234567]");
    assertThat(readings(9e18, Double.NaN)).isEqualTo("[9000000000000000000,null]");
  }

  /** A rate that decays without reaching 0; the page cannot write more than 100 decimals. */
  @Test
  void a_reading_that_is_next_to_nothing_is_0() {
    assertThat(readings(2.96e-314, -2.96e-314, 9.9e-31, 1.5e-30)).isEqualTo("[0,0,0,1.5E-30]");
  }
}
