package dev.onrush.reference.http;

import java.util.Map;

/**
 * An answer.
 *
 * @param body the body, which is written as JSON unless it is a {@link Text}
 */
public record Response(int status, Object body, Map<String, String> headers) {

  /** A body that is not JSON. */
  public record Text(String contentType, String text) {}

  public Response(int status, Object body) {
    this(status, body, Map.of());
  }

  public static Response ok(Object body) {
    return new Response(200, body);
  }

  public static Response created(Object body) {
    return new Response(201, body);
  }

  /** Returns this answer with one more header. */
  public Response with(String header, String value) {
    Map<String, String> more = new java.util.TreeMap<>(headers);
    more.put(header, value);
    return new Response(status, body, more);
  }
}
