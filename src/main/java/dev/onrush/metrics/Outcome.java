package dev.onrush.metrics;

/** How a request ended. */
public enum Outcome {
  OK,
  /** An answer that a check refused, or none: time-out, refused connection. */
  FAILED,
  /** It could not be built, so nothing was sent and there is no response time; counts as failed. */
  CRASHED
}
