/**
 * What a project may add to Onrush: reports, listeners, and services to aim at. Implementations are
 * found by {@link java.util.ServiceLoader}, and one that fails touches neither the run nor the
 * others.
 */
@NullMarked
package dev.onrush.spi;

import org.jspecify.annotations.NullMarked;
