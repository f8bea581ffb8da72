package dev.onrush.result;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The statistics of the requests within a scope. Immutable.
 *
 * @since 0.1.0
 */
public interface RequestStatistics {

  /** The number of requests that were sent. */
  long requests();

  /** The number of requests that failed, had no answer when the run ended, or were not sent. */
  long failures();

  /**
   * The number of requests that could not be built, and of functions of the simulation that threw.
   * They are failures in which nothing was sent.
   */
  long unsent();

  /** The number of requests that had no answer when the run ended; they are failures. */
  long unanswered();

  /**
   * Failures divided by all requests, including unsent requests, in percent, 0 to 100; empty if
   * there are no requests. Messages of web sockets are not included, because nothing answers them.
   */
  OptionalDouble errorRate();

  /** Requests divided by the time of the scope, per second; empty if no time has passed. */
  OptionalDouble throughput();

  /** Response times of all requests that were sent. */
  ResponseTimes times();

  /** Response times of the requests that passed their checks. */
  ResponseTimes timesOfSuccesses();

  /** The number of responses by status code, such as {@code "200"}. */
  Map<String, Long> statusCodes();
}
