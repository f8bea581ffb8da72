/** What report.html shows, as data for its page. */
@NullMarked
package dev.onrush.internal.report.html;

import org.jspecify.annotations.NullMarked;
