package dev.onrush.internal.metrics;

/** The outcome of a request. */
public enum Outcome {
  OK,
  /** An answer that a check refused, or none: time-out, refused connection. */
  FAILED,
  /**
   * Nothing was sent: the request could not be built, or a function of the script threw. It counts
   * as a failure, not as a request, and has no response time.
   */
  CRASHED,
  /**
   * It was sent, and the run ended before its answer. It counts as a request and as a failure; its
   * time is how long it had waited by then, which is less than its response time.
   */
  UNANSWERED;

  /** Whether something was sent. */
  public boolean sent() {
    return this != CRASHED;
  }
}
