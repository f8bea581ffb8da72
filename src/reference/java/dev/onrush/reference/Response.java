package dev.onrush.reference;

/**
 * A status and what is written as JSON.
 *
 * @param body a record or a map
 */
record Response(int status, Object body) {
  static Response ok(Object body) {
    return new Response(200, body);
  }

  static Response created(Object body) {
    return new Response(201, body);
  }
}
