/** Readers of logs: each line of each format becomes the same record of a request. */
@NullMarked
package dev.onrush.internal.importing.log;

import org.jspecify.annotations.NullMarked;
