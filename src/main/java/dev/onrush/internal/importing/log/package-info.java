/** Reads logs of several formats; each request becomes the same record. */
@NullMarked
package dev.onrush.internal.importing.log;

import org.jspecify.annotations.NullMarked;
