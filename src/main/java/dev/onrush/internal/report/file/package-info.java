/** The reports for machines: JSON, JUnit XML, CSV and OpenMetrics. */
@NullMarked
package dev.onrush.internal.report.file;

import org.jspecify.annotations.NullMarked;
