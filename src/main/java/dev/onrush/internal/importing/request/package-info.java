/** Requests as a simulation sends them, without secrets or personal data. */
@NullMarked
package dev.onrush.internal.importing.request;

import org.jspecify.annotations.NullMarked;
