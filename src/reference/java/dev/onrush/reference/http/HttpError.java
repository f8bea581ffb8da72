package dev.onrush.reference.http;

import java.util.Map;

/** An answer other than success, thrown where the failure is detected. */
public final class HttpError extends Exception {
  private final Response response;

  public HttpError(int status, String message) {
    this(status, message, Map.of());
  }

  public HttpError(int status, String message, Map<String, String> headers) {
    // No stack trace: the error is an answer, and under load there are thousands per second.
    super(message, null, false, false);
    this.response = new Response(status, Map.of("error", message), headers);
  }

  public Response response() {
    return response;
  }
}
