/** A load test as pure values: users, their tasks, and flows with a load profile and thresholds. */
@NullMarked
package dev.onrush.plan;

import org.jspecify.annotations.NullMarked;
