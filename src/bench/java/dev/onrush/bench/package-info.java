/** The costs of Onrush, compared with raw Gatling and other load generators on the same work. */
@NullMarked
package dev.onrush.bench;

import org.jspecify.annotations.NullMarked;
