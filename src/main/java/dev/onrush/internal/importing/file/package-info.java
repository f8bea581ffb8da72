/** Reads files to import, compressed or not, in bounded memory. */
@NullMarked
package dev.onrush.internal.importing.file;

import org.jspecify.annotations.NullMarked;
