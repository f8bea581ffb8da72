/**
 * The files of a run. Each run has its own folder, and each file is written completely or not at
 * all.
 */
@NullMarked
package dev.onrush.internal.run.file;

import org.jspecify.annotations.NullMarked;
