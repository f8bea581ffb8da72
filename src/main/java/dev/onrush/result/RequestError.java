package dev.onrush.result;

import java.time.Duration;

/**
 * Failures of one request of one user class that have the same cause. Immutable.
 *
 * @param request the name of the request with the groups before it: {@code Checkout / Pay}
 * @param userClass the user class that sent the request
 * @param statusCode the status code, such as {@code "503"}; empty if there was no status code
 * @param message the cause of the failure in words
 * @param count the number of failures
 * @param first the start of the interval in which the first failed request ended, since the start
 *     of the run
 * @param last the end of the interval in which the last failed request ended, since the start of
 *     the run
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
