/**
 * The costs of Onrush, compared with raw Gatling and other load generators on the same work, and
 * how often its verdicts err.
 */
@NullMarked
package dev.onrush.bench;

import org.jspecify.annotations.NullMarked;
