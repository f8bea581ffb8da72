/** Commands that steer a run by hand, and their effect on its profile. */
@NullMarked
package dev.onrush.internal.control;

import org.jspecify.annotations.NullMarked;
