package dev.onrush.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON in, JSON out, and every failure as {@code {"error": "…"}} with its status. */
final class Api {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final int LARGEST_BODY = 64 * 1024;

  private Api() {}

  /** What an endpoint does. */
  interface Endpoint {
    Answer answer(HttpServerExchange exchange) throws SQLException, IOException;
  }

  /** A status and a body. */
  record Answer(int status, JsonNode body) {}

  /** Answered by a worker, which may wait for the database. */
  static HttpHandler blocking(Endpoint endpoint) {
    return new BlockingHandler(direct(endpoint));
  }

  /** Answered at once by the thread that has read the request. */
  static HttpHandler direct(Endpoint endpoint) {
    return exchange -> {
      Answer answer;
      try {
        answer = endpoint.answer(exchange);
      } catch (Refusal e) {
        answer = error(e.status(), e.reason());
      } catch (SQLException e) {
        LOG.warn("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestPath(), e.toString());
        answer = error(503, String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException e) {
        LOG.error("{} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
        answer = error(500, "the service failed; its log says why");
      }
      send(exchange, answer);
    };
  }

  static HttpHandler refusing(int status, String reason) {
    return exchange -> send(exchange, error(status, reason));
  }

  /**
   * The body as a JSON object.
   *
   * @throws Refusal 400 or 413
   */
  static JsonNode body(HttpServerExchange exchange) throws IOException {
    byte[] bytes;
    try (InputStream in = exchange.getInputStream()) {
      bytes = in.readNBytes(LARGEST_BODY + 1);
    }
    if (bytes.length > LARGEST_BODY) {
      throw new Refusal(413, "the body is larger than " + LARGEST_BODY + " bytes");
    }
    try {
      JsonNode node = JSON.readTree(bytes);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // told below
    }
    throw new Refusal(400, "the body is not a JSON object");
  }

  /**
   * A text member of a body.
   *
   * @throws Refusal 400 if it is missing, blank or too long
   */
  static String text(JsonNode body, String name, int longest) {
    String text = body.path(name).asText("");
    if (text.isBlank() || text.length() > longest) {
      throw new Refusal(400, "\"" + name + "\" is to be a text of 1 to " + longest + " characters");
    }
    return text;
  }

  /**
   * A number from the query.
   *
   * @throws Refusal 400 if it is out of range
   */
  static int number(HttpServerExchange exchange, String name, int otherwise, int least, int most) {
    Deque<String> given = exchange.getQueryParameters().get(name);
    if (given == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(given.getFirst());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new Refusal(400, name + " was " + given.getFirst() + "; " + least + " to " + most);
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private static Answer error(int status, String reason) {
    return new Answer(status, object().put("error", reason));
  }

  private static void send(HttpServerExchange exchange, Answer answer)
      throws JsonProcessingException {
    exchange.setStatusCode(answer.status());
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(JSON.writeValueAsString(answer.body()));
  }
}
