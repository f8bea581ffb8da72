package dev.onrush.reference.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Map;

/**
 * Reads a request for the endpoints; everything malformed is an {@link HttpError} that says what is
 * allowed.
 */
public final class Request {
  /** Bodies larger than this are answered with 413. */
  public static final int MOST_BYTES = 64 * 1024;

  /** The headers of a 401 answer that asks for a token. */
  public static final Map<String, String> BEARER_WANTED = Map.of("WWW-Authenticate", "Bearer");

  private static final String BEARER = "Bearer ";

  private final HttpServerExchange exchange;
  private final Map<String, String> path;
  private final ObjectMapper json;

  public Request(HttpServerExchange exchange, Map<String, String> path, ObjectMapper json) {
    this.exchange = exchange;
    this.path = path;
    this.json = json;
  }

  /** Returns a positive number in the path. */
  public long id(String name) throws HttpError {
    String given = path.getOrDefault(name, "");
    try {
      long id = Long.parseLong(given);
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new HttpError(
        400, "%s was \"%s\"; it must be a whole number from 1".formatted(name, given));
  }

  /** Returns a number of the query string, or {@code absent} if it is missing. */
  public int number(String name, int absent, int least, int most) throws HttpError {
    Deque<String> values = exchange.getQueryParameters().get(name);
    if (values == null || values.isEmpty()) {
      return absent;
    }
    String given = values.getFirst();
    try {
      int number = Integer.parseInt(given);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw new HttpError(
        400,
        "%s was \"%s\"; it must be a whole number from %d to %d"
            .formatted(name, given, least, most));
  }

  /** Returns the token of the Authorization header; fails with 401 without one. */
  public String token() throws HttpError {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new HttpError(
          401,
          "token was missing; send the header Authorization: Bearer TOKEN with a token from POST /api/v1/login",
          BEARER_WANTED);
    }
    return header.substring(BEARER.length()).trim();
  }

  /** Returns a text of the query string, or {@code absent} if it is missing. */
  public String text(String name, String absent, int most) throws HttpError {
    Deque<String> values = exchange.getQueryParameters().get(name);
    String given = values == null || values.isEmpty() ? absent : values.getFirst();
    if (given.length() > most) {
      throw new HttpError(
          400, "%s had %d characters; send at most %d".formatted(name, given.length(), most));
    }
    return given;
  }

  /** Returns the value of a cookie; empty if it is missing. */
  public String cookie(String name) {
    Cookie cookie = exchange.getRequestCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }

  /** Returns the body as text. Blocks until it has been received. */
  public String body() throws HttpError, IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private byte[] bytes() throws HttpError, IOException {
    if (exchange.getRequestContentLength() > MOST_BYTES) {
      throw tooLarge();
    }
    exchange.startBlocking();
    byte[] bytes = exchange.getInputStream().readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw tooLarge();
    }
    return bytes;
  }

  /** Returns the body, a JSON object. Blocks until it has been received. */
  public JsonNode json() throws HttpError, IOException {
    byte[] bytes = bytes();
    try {
      JsonNode body = json.readTree(bytes);
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Answered below. Jackson's own message would quote the body, which may contain a password.
    }
    throw new HttpError(
        400, "body was not a JSON object; send an object like {\"name\": \"value\"}");
  }

  /** Returns a string in {@code body} of {@code least} to {@code most} characters. */
  public static String text(JsonNode body, String name, int least, int most) throws HttpError {
    JsonNode value = body.path(name);
    // NUL is refused, because PostgreSQL cannot store it.
    if (!value.isTextual() || value.textValue().indexOf('\0') >= 0) {
      throw new HttpError(
          400,
          "%s was missing or not a string; send %d to %d characters".formatted(name, least, most));
    }
    String text = value.textValue();
    if (text.length() < least || text.length() > most) {
      throw new HttpError(
          400, "%s had %d characters; send %d to %d".formatted(name, text.length(), least, most));
    }
    return text;
  }

  /** Returns a whole number in {@code body}. */
  public static int whole(JsonNode body, String name, int least, int most) throws HttpError {
    JsonNode value = body.path(name);
    if (!value.canConvertToExactIntegral() || value.asLong() < least || value.asLong() > most) {
      throw new HttpError(
          400,
          "%s was %s; it must be a whole number from %d to %d"
              .formatted(name, value.isMissingNode() ? "missing" : value, least, most));
    }
    return value.asInt();
  }

  static HttpError tooLarge() {
    return new HttpError(
        413, "body was larger than %d bytes; send a smaller one".formatted(MOST_BYTES));
  }
}
