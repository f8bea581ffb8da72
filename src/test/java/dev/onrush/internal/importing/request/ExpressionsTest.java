package dev.onrush.internal.importing.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.core.session.Session$;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "#{x}", "\\#{x}", "\\\\#{x}", "\\\\\\#{x}", "#{x}\\\\#{y}\\", "\\n \\\\ #"})
  void gatling_sends_a_literal_as_it_was(String text) {
    String literal = Expressions.literal(text);

    assertThat(
            io.gatling.javaapi.core.internal.Expressions.toStringExpression(literal)
                .apply(Session$.MODULE$.apply("scenario", 1, null)))
        .hasToString("Success(" + text + ")");
  }
}
