/** The endpoints of the systems that the reference service stands for. */
@NullMarked
package dev.onrush.reference.api;

import org.jspecify.annotations.NullMarked;
