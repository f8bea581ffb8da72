/** Requests with their answers, as text and as a page. */
@NullMarked
package dev.onrush.internal.report.exchange;

import org.jspecify.annotations.NullMarked;
