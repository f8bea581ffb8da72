/** The reports of a run: files and console text, each a function of its result. */
@NullMarked
package dev.onrush.internal.report;

import org.jspecify.annotations.NullMarked;
