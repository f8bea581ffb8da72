/** The rules by which a generator that could not keep up is found, one class each. */
@NullMarked
package dev.onrush.internal.verdict.generator;

import org.jspecify.annotations.NullMarked;
