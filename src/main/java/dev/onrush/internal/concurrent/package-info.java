/** Queues and waits between threads that are limited in size and time. */
@NullMarked
package dev.onrush.internal.concurrent;

import org.jspecify.annotations.NullMarked;
