/** The reports in Markdown, and the annotations of GitHub Actions. */
@NullMarked
package dev.onrush.internal.report.markdown;

import org.jspecify.annotations.NullMarked;
