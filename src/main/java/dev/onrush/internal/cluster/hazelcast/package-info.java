/** The transport of messages over Hazelcast, an optional library. */
@NullMarked
package dev.onrush.internal.cluster.hazelcast;

import org.jspecify.annotations.NullMarked;
