/**
 * The statistics engine to which Gatling reports: each request and each failure becomes a sample.
 */
@NullMarked
package dev.onrush.internal.gatling.stats;

import org.jspecify.annotations.NullMarked;
