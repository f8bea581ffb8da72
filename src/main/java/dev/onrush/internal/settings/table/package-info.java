/** The settings that exist: names, defaults, kinds and help. */
@NullMarked
package dev.onrush.internal.settings.table;

import org.jspecify.annotations.NullMarked;
