/** What can be set without editing code: files, environment variables, -D. */
@NullMarked
package dev.onrush.internal.settings;

import org.jspecify.annotations.NullMarked;
