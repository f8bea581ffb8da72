/** The settings of the reference service, at its start and while it runs. */
@NullMarked
package dev.onrush.reference.settings;

import org.jspecify.annotations.NullMarked;
