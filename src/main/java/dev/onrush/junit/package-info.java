/**
 * Load tests as JUnit tests. Needs {@code org.junit.jupiter:junit-jupiter-api}, which a project
 * with JUnit tests has.
 */
@NullMarked
package dev.onrush.junit;

import org.jspecify.annotations.NullMarked;
