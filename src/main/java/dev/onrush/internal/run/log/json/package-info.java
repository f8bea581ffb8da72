/** The JSON form of a run: of its facts, its intervals, its series and its load. */
@NullMarked
package dev.onrush.internal.run.log.json;

import org.jspecify.annotations.NullMarked;
