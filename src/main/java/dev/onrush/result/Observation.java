package dev.onrush.result;

/**
 * What the responses of a breach have in common. It is a fact and not a cause: it is known even
 * where no rule knows why. Immutable.
 *
 * @param text the fact: {@code 263 of 840 requests failed: 263 with status 500 since 00:10}
 * @param advice what to try next if no cause is known, or if another may fit as well
 * @since 0.1.0
 */
public record Observation(String text, String advice) {}
