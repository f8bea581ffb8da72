/** The reports in Markdown, and the notes of a pull request. */
@NullMarked
package dev.onrush.internal.report.markdown;

import org.jspecify.annotations.NullMarked;
