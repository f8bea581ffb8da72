/** What is learnt of a log: endpoints, sessions, user classes and think times. */
@NullMarked
package dev.onrush.internal.importing.session;

import org.jspecify.annotations.NullMarked;
