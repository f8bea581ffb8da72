/**
 * Figures of the service under test, read during a run: of its Prometheus endpoint, of its
 * PostgreSQL, and by the packages below of its process and its JVM; and what they mean.
 */
@NullMarked
package dev.onrush.internal.service;

import org.jspecify.annotations.NullMarked;
