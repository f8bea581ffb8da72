package dev.onrush.internal.cluster.message;

/**
 * A message from one JVM of a run to another, with a proof of its sender.
 *
 * @param run the id of the run to which the message belongs
 * @param number 1 for the first message from this sender to this receiver, and so on
 * @param text the message, see {@link Message}
 * @param mac message authentication code, computed with the cluster's secret; see {@link
 *     MessageAuthenticator}
 */
public record SignedMessage(
    String run, String from, String to, long number, String text, String mac) {}
