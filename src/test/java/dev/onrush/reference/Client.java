package dev.onrush.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends requests to the reference service and reads its responses, as tests need it. */
record Client(HttpClient http, URI uri) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Client of(ReferenceProcess service) {
    return new Client(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), service.uri());
  }

  record Answer(int status, JsonNode body, HttpResponse<String> response) {
    String error() {
      return body.path("error").asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  CompletableFuture<Answer> getAsync(String path) {
    return http.sendAsync(request(path).GET().build(), BodyHandlers.ofString())
        .thenApply(Client::answer);
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  Answer post(String path, BodyPublisher body) throws IOException, InterruptedException {
    return send(request(path).POST(body));
  }

  Answer post(String path, String body, String authorization)
      throws IOException, InterruptedException {
    return send(
        request(path).header("Authorization", authorization).POST(BodyPublishers.ofString(body)));
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return answer(http.send(request.build(), BodyHandlers.ofString()));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private static Answer answer(HttpResponse<String> response) {
    try {
      return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + response.body(), e);
    }
  }
}
