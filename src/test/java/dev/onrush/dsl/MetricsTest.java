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

  private static void refused(ThrowingCallable mistake, String message) {
    assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
