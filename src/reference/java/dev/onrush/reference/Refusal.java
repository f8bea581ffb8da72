package dev.onrush.reference;

/** An answer other than success, with its status and what the caller may know of the reason. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  Refusal(int status, String reason) {
    super(reason, null, false, false); // an expected answer: no stack trace
    this.status = status;
  }

  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
