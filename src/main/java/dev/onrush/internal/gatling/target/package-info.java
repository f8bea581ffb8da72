/**
 * The check of the target before a run: whether its name can be resolved, a connection can be made,
 * and the TLS handshake succeeds.
 */
@NullMarked
package dev.onrush.internal.gatling.target;

import org.jspecify.annotations.NullMarked;
