/** One run over several injectors, which a coordinator starts, adds up, steers and judges. */
@NullMarked
package dev.onrush.internal.cluster;

import org.jspecify.annotations.NullMarked;
