/**
 * The interfaces through which a project extends Onrush: reports, listeners, exporters, and
 * providers of the service under test. Implementations are found by {@link
 * java.util.ServiceLoader}. A report, listener or exporter that fails during a run affects neither
 * the run nor the others.
 */
@NullMarked
package dev.onrush.spi;

import org.jspecify.annotations.NullMarked;
