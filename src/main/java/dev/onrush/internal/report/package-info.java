/** The reports of a run: files and console text, each computed from the result of the run. */
@NullMarked
package dev.onrush.internal.report;

import org.jspecify.annotations.NullMarked;
