/** The data of {@code report.html}. */
@NullMarked
package dev.onrush.internal.report.html;

import org.jspecify.annotations.NullMarked;
