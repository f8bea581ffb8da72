/** Makes a simulation from logs, traces, recordings of a browser or an OpenAPI document. */
@NullMarked
package dev.onrush.internal.importing;

import org.jspecify.annotations.NullMarked;
