package dev.onrush.internal.metrics;

/** The outcome of a request. */
public enum Outcome {
  OK,
  /**
   * A check refused the answer, or there was no answer, as after a time-out or a refused
   * connection.
   */
  FAILED,
  /**
   * The same, after the generator has stood still: the burst of requests that followed may be the
   * reason. It counts as a failure.
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

  /** The outcome without the reason of a failure. */
  public Outcome plain() {
    return this == FAILED_IN_BURST ? FAILED : this;
  }

  /** Whether a request was sent. */
  public boolean sent() {
    return this != CRASHED;
  }
}
