/** Why a threshold broke: evidence in, findings out. Nothing here reads or writes. */
@NullMarked
package dev.onrush.internal.finding;

import org.jspecify.annotations.NullMarked;
