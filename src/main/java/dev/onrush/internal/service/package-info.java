/**
 * Reads figures of the service under test during a run: from its Prometheus endpoint, from its
 * PostgreSQL and, in the packages below, from its process and its JVM. Also defines what the
 * figures mean.
 */
@NullMarked
package dev.onrush.internal.service;

import org.jspecify.annotations.NullMarked;
