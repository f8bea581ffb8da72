/**
 * Load tests as JUnit tests. This package needs {@code org.junit.jupiter:junit-jupiter-api}, which
 * a project with JUnit tests has on its class path.
 */
@NullMarked
package dev.onrush.junit;

import org.jspecify.annotations.NullMarked;
