package dev.onrush.internal.cluster;

/**
 * A message from one JVM of a run to another, with a proof of who has written it.
 *
 * @param run id of the run that it is part of
 * @param number 1 for the first from this sender to this receiver, and so on
 * @param text the message, see {@link Message}
 * @param mac message authentication code, made with the cluster's secret; see {@link
 *     MessageAuthenticator}
 */
record SignedMessage(String run, String from, String to, long number, String text, String mac) {}
