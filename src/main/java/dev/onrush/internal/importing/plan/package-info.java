/** The plan that a log becomes, and how true it is. */
@NullMarked
package dev.onrush.internal.importing.plan;

import org.jspecify.annotations.NullMarked;
