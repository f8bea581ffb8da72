package dev.onrush.reference;

/** An answer other than success, thrown from wherever it becomes clear. */
final class HttpError extends Exception {
  private final int status;

  HttpError(int status, String message) {
    // No stack trace: it is an answer, and under load there are thousands a second.
    super(message, null, false, false);
    this.status = status;
  }

  Response response() {
    return new Response(status, new Body(String.valueOf(getMessage())));
  }

  private record Body(String error) {}
}
