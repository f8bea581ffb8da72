package dev.onrush.internal.gatling.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onrush.internal.gatling.call.CallDefinition.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallDefinitionTest {

  private static final String SECRET = "hunter2-hunter2-hunter2";

  @SuppressWarnings("NullAway") // the code does not read the session
  private static String failure(String result) {
    CallDefinition<String> definition =
        new CallDefinition<>(
            "Read",
            session -> result,
            List.of(new Check<>("empty", String::isEmpty)),
            Optional.empty(),
            Duration.ofSeconds(1));
    Throwable thrown = catchThrowable(() -> definition.performOn(null).checked());
    return CallDefinition.failure(thrown, text -> text.replace(SECRET, "***"));
  }

  @Test
  void a_secret_in_a_result_is_masked_before_the_result_is_cut() {
    assertThat(failure("r".repeat(90) + SECRET + "r".repeat(90)))
        .isEqualTo(
            "check \"empty\" failed; result was " + "r".repeat(90) + "***" + "r".repeat(7) + "…");
    assertThat(failure("r".repeat(98) + SECRET))
        .isEqualTo("check \"empty\" failed; result was " + "r".repeat(98) + "**…");
    assertThat(failure("r".repeat(9_990) + SECRET)).doesNotContain("hunter").endsWith("r…");
  }
}
