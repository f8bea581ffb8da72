/** The Java source of a plan, and the files beside it. */
@NullMarked
package dev.onrush.internal.importing.source;

import org.jspecify.annotations.NullMarked;
