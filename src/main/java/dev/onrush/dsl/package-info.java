/** The words of a load test: static factories, and steps that read as sentences. */
@NullMarked
package dev.onrush.dsl;

import org.jspecify.annotations.NullMarked;
