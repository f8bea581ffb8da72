/** The service's own metrics, read from its Prometheus endpoint during a run. */
@NullMarked
package dev.onrush.internal.service;

import org.jspecify.annotations.NullMarked;
