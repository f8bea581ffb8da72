package dev.onrush.dsl;

import static dev.onrush.dsl.OnrushDsl.*;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void a_blank_name_is_refused_where_it_is_written() {
    refused(
        () -> counter(""), "name of a counter was blank; give it a name such as \"items bought\"");
    refused(() -> gauge(" "), "name of a gauge was blank; give it a name such as \"queue length\"");
    refused(() -> trend(""), "name of a trend was blank; give it a name such as \"basket size\"");
    refused(() -> rate("\t"), "name of a rate was blank; give it a name such as \"cache hits\"");
  }

  @Test
  void an_amount_that_cannot_be_added_is_refused_where_it_is_written() {
    refused(
        () -> counter("items").add(-1),
        "counter \"items\": value was -1.0; 0 or more, and less than 10^12, is allowed");
    refused(
        () -> counter("items").add(Double.NaN),
        "counter \"items\": value was NaN; 0 or more, and less than 10^12, is allowed");
  }

  private static void refused(ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
