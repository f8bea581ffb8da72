/** What the service under test says of itself: its Prometheus endpoint, read during a run. */
@NullMarked
package dev.onrush.internal.service;

import org.jspecify.annotations.NullMarked;
