/**
 * The DSL in which a load test is written: static factories, and builder steps that read as
 * sentences.
 */
@NullMarked
package dev.onrush.dsl;

import org.jspecify.annotations.NullMarked;
