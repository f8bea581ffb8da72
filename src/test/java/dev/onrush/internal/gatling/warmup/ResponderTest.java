package dev.onrush.internal.gatling.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponderTest {

  @Test
  void every_answer_is_one_of_http_with_the_same_body() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (Responder responder = new Responder()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(responder.uri() + "/any?a=1")).build();

      for (int i = 0; i < 50; i++) { // more than two connections
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"id\": 1, \"name\": \"warm-up\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      }
    }
  }

  @Test
  void a_server_that_cannot_be_opened_is_told() throws IOException {
    InetAddress ofDocumentation = InetAddress.getByName("192.0.2.1"); // of no machine, RFC 5737

    assertThatThrownBy(() -> new Responder(ofDocumentation))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("a server on 192.0.2.1 could not be opened");
  }

  @Test
  void answers_are_written_as_several_servers_write_them() throws Exception {
    Set<String> lines = new HashSet<>();
    try (Responder responder = new Responder();
        Socket socket = new Socket("127.0.0.1", URI.create(responder.uri()).getPort())) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (int i = 0; i < 20; i++) {
        ask(socket);
      }

      in.lines().forEach(lines::add); // the twentieth closes the connection
    }
    assertThat(lines)
        .contains(
            "HTTP/1.1 200 OK",
            "HTTP/1.1 200 ",
            "content-length: 28",
            "Content-Length: 28",
            "Transfer-Encoding: chunked",
            "Connection: keep-alive",
            "Connection: close");
  }

  @Test
  void an_answer_to_HEAD_has_no_body() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (Responder responder = new Responder()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(responder.uri()))
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();

      for (int i = 0; i < 25; i++) {
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEmpty();
      }
    }
  }

  private static void ask(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
