package dev.onrush.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.internal.trace.Waterfall;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of the service's requests and statements. */
@Tag("long")
class TracedRequestsTest {

  private static final String ASKED = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER = "1af7651916cd43dd8448eb211c80319d";
  private static final String REQUEST = "b7ad6b7169203331";

  @Test
  void a_request_whose_sender_asks_for_it_is_traced_with_its_statements(@TempDir Path folder)
      throws Exception {
    try (SpanReceiver receiver = new SpanReceiver(0, text -> text);
        ReferenceProcess service =
            ReferenceProcess.start(
                folder.resolve("service.log"),
                Map.of(
                    "http.traces-port",
                    String.valueOf(URI.create(receiver.address()).getPort()),
                    "seed.users",
                    "3"))) {
      receiver.want(ASKED, REQUEST);
      Client client = Client.of(service);
      client.send(client.request("/api/users").header("traceparent", parent(OTHER, "00")).GET());
      client.send(client.request("/api/users").header("traceparent", parent(ASKED, "01")).GET());

      assertThat(receiver.awaitAnswers(Duration.ofSeconds(60))).isTrue();
      receiver.want(OTHER, REQUEST); // its spans would have arrived before
      List<Span> spans = receiver.take(false);

      assertThat(spans).extracting(Span::traceId).containsOnly(ASKED);
      assertThat(Waterfall.of(spans).rows())
          .extracting(row -> row.depth() + " " + row.span().name())
          .containsExactly("0 GET /api/users", "1 wait for a connection", "1 SELECT users");
      Span statement = Waterfall.of(spans).rows().get(2).span();
      assertThat(statement.detail())
          .isEqualTo("SELECT id, username FROM users ORDER BY id LIMIT ?");
      assertThat(statement.kind()).isEqualTo("client");
      assertThat(statement.service()).isEqualTo("reference");
    }
  }

  private static String parent(String trace, String flags) {
    return "00-" + trace + "-" + REQUEST + "-" + flags;
  }
}
