package dev.onrush.result;

import java.time.Duration;

/**
 * Failures of one request of one user class that have the same cause. Immutable.
 *
 * @param request with the groups before it: {@code Checkout / Pay}
 * @param userClass that sent it
 * @param statusCode such as {@code "503"}; empty if there was none
 * @param message what failed
 * @param count how many
 * @param first the begin of the interval in which the first one ended, since the run's start
 * @param last the end of the interval in which the last one ended, since the run's start
 * @since 0.1.0
 */
public record RequestError(
    String request,
    String userClass,
    String statusCode,
    String message,
    long count,
    Duration first,
    Duration last) {}
