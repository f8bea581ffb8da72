/** Files to import, packed or not, read in bounded memory. */
@NullMarked
package dev.onrush.internal.importing.file;

import org.jspecify.annotations.NullMarked;
