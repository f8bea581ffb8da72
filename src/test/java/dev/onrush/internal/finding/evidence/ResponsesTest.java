package dev.onrush.internal.finding.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Tally;
import org.junit.jupiter.api.Test;

class ResponsesTest {

  @Test
  void a_message_without_a_response_of_its_own_is_no_request_that_passed() {
    Tally tally = new Tally();
    tally.count(new ResponseTime(0, 2_000, 2_000), "200", "");
    tally.count(ResponseTime.asMeasured(0, -1), "", "");

    assertThat(Responses.of(true, tally)).isEqualTo(new Responses(1, 0, 2, 0));
    assertThat(Responses.of(false, tally).failed()).as("a message that was not sent").isEqualTo(2);
  }
}
