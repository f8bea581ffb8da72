/** A load test as pure values: users, their tasks, the load profile, and the thresholds. */
@NullMarked
package dev.onrush.plan;

import org.jspecify.annotations.NullMarked;
