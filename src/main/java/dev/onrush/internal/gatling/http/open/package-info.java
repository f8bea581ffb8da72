/** The requests and conversations that wait for an answer, and how each of them ends. */
@NullMarked
package dev.onrush.internal.gatling.http.open;

import org.jspecify.annotations.NullMarked;
