package dev.onrush.internal.report.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.trace.SpanReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnreadSpansTest {

  /** The number of requests that are read at the same time. */
  private static final int READ_AT_ONCE = 16;

  private final List<Socket> senders = new ArrayList<>();

  /** Sends a request without its body, and waits until the body is requested. */
  private void send(SpanReceiver receiver) throws IOException {
    Socket sender =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(receiver.address()).getPort());
    senders.add(sender);
    sender
        .getOutputStream()
        .write(
            ("POST /v1/metrics HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 7\r\n\r\n")
                .getBytes(US_ASCII));
    assertThat(sender.getInputStream().read()).isEqualTo('H');
  }

  @Test
  void a_request_that_ended_unread_is_told_of_whatever_it_was_of() throws IOException {
    SpanReceiver receiver = new SpanReceiver(0, text -> text);
    KeptSpans spans =
        new KeptSpans(receiver, new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
    try {
      for (int i = 0; i <= READ_AT_ONCE; i++) {
        send(receiver); // the last one replaces the oldest
      }

      assertThat(spans.notes())
          .singleElement()
          .asString()
          .endsWith(
              " to the receiver of spans took too long to arrive and was not read; spans may be"
                  + " missing");
    } finally {
      for (Socket sender : senders) {
        sender.close();
      }
      receiver.close();
    }
  }

  private static void post(SpanReceiver receiver, String path, String type, String encoding)
      throws Exception {
    byte[] body = "{".getBytes(UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(receiver.address() + path))
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<Void> unused = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
  }

  @Test
  void requests_that_were_refused_are_in_a_note_for_each_reason() throws Exception {
    try (SpanReceiver receiver = new SpanReceiver(0, text -> text)) {
      KeptSpans spans =
          new KeptSpans(receiver, new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
      receiver.want("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
      post(receiver, "/v1/traces", "application/json", "zstd");
      post(receiver, "/v1/traces", "application/json", "identity");
      post(receiver, "/v1/traces", "application/json", "gzip");
      post(receiver, "/v1/traces", "text/plain", "gzip");
      post(receiver, "/v1/metrics", "text/plain", "gzip"); // has no spans

      assertThat(spans.notes())
          .containsExactly(
              "1 request with spans was refused: in a format other than application/x-protobuf and"
                  + " application/json",
              "1 request with spans was refused: compressed in another way than gzip; set gzip or"
                  + " none in the exporter",
              "2 requests with spans were refused: not valid in their format");
    }
  }
}
