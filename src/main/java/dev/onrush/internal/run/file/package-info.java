/** The files of a run: in a folder of its own, each written whole or not at all. */
@NullMarked
package dev.onrush.internal.run.file;

import org.jspecify.annotations.NullMarked;
