/**
 * Derives the traffic of a log from its requests: endpoints, sessions, user classes and think
 * times.
 */
@NullMarked
package dev.onrush.internal.importing.session;

import org.jspecify.annotations.NullMarked;
