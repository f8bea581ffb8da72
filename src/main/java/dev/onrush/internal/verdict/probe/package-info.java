/** The probes that read each measure of a threshold from a timeline: value, samples and range. */
@NullMarked
package dev.onrush.internal.verdict.probe;

import org.jspecify.annotations.NullMarked;
