/** The front door: what a simulation extends, and how a plan is run from Java. */
@NullMarked
package dev.onrush;

import org.jspecify.annotations.NullMarked;
