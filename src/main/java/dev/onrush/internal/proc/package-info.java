/** The files in which Linux tells its figures: of its machine, its processes and its groups. */
@NullMarked
package dev.onrush.internal.proc;

import org.jspecify.annotations.NullMarked;
