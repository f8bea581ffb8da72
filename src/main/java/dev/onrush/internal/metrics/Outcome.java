package dev.onrush.internal.metrics;

/** The outcome of a request. */
public enum Outcome {
  OK,
  /**
   * An answer of status 400 or more that a check accepts, after the generator has stood still: the
   * burst of requests that followed may be the reason for this status. It counts as a success.
   */
  OK_IN_BURST,
  /**
   * A check refused the answer, or there was no answer, as after a time-out or a refused
   * connection.
   */
  FAILED,
  /**
   * The same as {@link #FAILED} in such a burst, which may be the reason. It counts as a failure.
   */
  FAILED_IN_BURST,
  /**
   * Nothing was sent: the request could not be built, or a function of the script threw. It counts
   * as a failure, not as a request, and has no response time.
   */
  CRASHED,
  /**
   * The request was sent, and the run ended before its answer. It counts as a request and as a
   * failure. Its time is the time until the end of the run, which is less than its response time
   * would have been.
   */
  UNANSWERED;

  /** The outcome without the reason for a status or failure. */
  public Outcome plain() {
    return switch (this) {
      case OK_IN_BURST -> OK;
      case FAILED_IN_BURST -> FAILED;
      default -> this;
    };
  }

  /** The same outcome in a burst, which may be the reason for a status or failure. */
  public Outcome inBurst() {
    return switch (this) {
      case OK -> OK_IN_BURST;
      case FAILED -> FAILED_IN_BURST;
      default -> this;
    };
  }

  /** Whether the request succeeded. */
  public boolean isSuccess() {
    return plain() == OK;
  }

  /** Whether a request was sent. */
  public boolean sent() {
    return this != CRASHED;
  }
}
