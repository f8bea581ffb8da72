/**
 * Duets, which compare two versions of a service in one run, and the share of a load that another
 * size of a plan has.
 */
@NullMarked
package dev.onrush.internal.duet;

import org.jspecify.annotations.NullMarked;
