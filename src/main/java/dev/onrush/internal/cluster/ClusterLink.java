package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.MessageAuthenticator;
import dev.onrush.internal.cluster.message.MessageChannel;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.internal.cluster.message.Transport;

/**
 * The connection of this JVM to the other members of a run.
 *
 * @param run the id of the run
 */
record ClusterLink(
    Transport transport, MessageAuthenticator authenticator, String run, Timeouts timeouts) {

  /** Returns a channel, not open yet, that delivers messages of this run to {@code recipient}. */
  MessageChannel channel(MessageChannel.Recipient recipient) {
    return new MessageChannel(transport, authenticator, run, timeouts, recipient);
  }
}
