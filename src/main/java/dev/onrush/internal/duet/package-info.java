/** Duets: two versions of a service in one run, and the difference between them. */
@NullMarked
package dev.onrush.internal.duet;

import org.jspecify.annotations.NullMarked;
