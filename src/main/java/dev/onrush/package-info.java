/** The front door: the classes that a simulation extends, and the runs of plans from Java. */
@NullMarked
package dev.onrush;

import org.jspecify.annotations.NullMarked;
