/** A load test as pure values: who comes, what they do, how many, and what is good enough. */
@NullMarked
package dev.onrush.plan;

import org.jspecify.annotations.NullMarked;
