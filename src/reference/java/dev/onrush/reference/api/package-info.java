/** The endpoints of the systems that the reference service imitates. */
@NullMarked
package dev.onrush.reference.api;

import org.jspecify.annotations.NullMarked;
