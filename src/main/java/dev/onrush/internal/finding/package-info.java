/**
 * Explanations of broken thresholds: evidence in, findings out. This package does no input or
 * output.
 */
@NullMarked
package dev.onrush.internal.finding;

import org.jspecify.annotations.NullMarked;
