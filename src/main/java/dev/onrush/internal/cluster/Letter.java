package dev.onrush.internal.cluster;

/**
 * A message on its way.
 *
 * @param run that it is part of
 * @param number 1 for the first from this sender to this receiver, and so on
 * @param text the message
 * @param seal made by somebody who knows the secret; see {@link Seal}
 */
record Letter(String run, String from, String to, long number, String text, String seal) {}
