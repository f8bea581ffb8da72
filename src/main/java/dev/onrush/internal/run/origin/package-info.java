/** The origin of a run: the revision of the code, and the job of a CI server. */
@NullMarked
package dev.onrush.internal.run.origin;

import org.jspecify.annotations.NullMarked;
