package dev.onrush.internal.live.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AudienceTest {

  private int users = 1;
  private final Audience audience = new Audience(this::content);

  private ObjectNode content() {
    return JsonNodeFactory.instance.objectNode().put("plan", "Shop").put("users", users);
  }

  private static String received(Visitor visitor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    visitor.serve(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_visitor_receives_the_whole_and_then_what_changes() throws IOException {
    Visitor visitor = new Visitor();

    audience.welcome(visitor);
    users = 2;
    audience.show();

    assertThat(audience.end()).containsExactly(visitor);
    assertThat(received(visitor))
        .isEqualTo(
            "event: state\ndata: {\"plan\":\"Shop\",\"users\":1}\n\n"
                + "event: change\ndata: {\"f\":{\"users\":{\"v\":2}}}\n\n");
  }

  @Test
  void a_late_visitor_receives_the_content_of_now() throws IOException {
    users = 3;
    Visitor late = new Visitor();

    audience.welcome(late);

    assertThat(audience.end()).containsExactly(late);
    assertThat(received(late)).isEqualTo("event: state\ndata: {\"plan\":\"Shop\",\"users\":3}\n\n");
  }

  @Test
  void nothing_is_sent_to_a_visitor_who_has_left() throws IOException {
    Visitor visitor = new Visitor();
    audience.welcome(visitor);

    audience.leave(visitor);
    users = 2;
    audience.show();

    assertThat(audience.end()).isEmpty();
    visitor.end();
    assertThat(received(visitor)).doesNotContain("change");
  }
}
