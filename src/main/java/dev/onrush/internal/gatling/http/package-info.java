/**
 * Gatling's HTTP client, with times in nanoseconds and with the requests and answers themselves.
 */
@NullMarked
package dev.onrush.internal.gatling.http;

import org.jspecify.annotations.NullMarked;
