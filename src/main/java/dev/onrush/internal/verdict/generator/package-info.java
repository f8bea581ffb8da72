/** The rules that detect a generator that could not keep up, one class for each rule. */
@NullMarked
package dev.onrush.internal.verdict.generator;

import org.jspecify.annotations.NullMarked;
