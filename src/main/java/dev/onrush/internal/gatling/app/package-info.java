/** Gatling as an application: its defaults, its logging, its files and its exit status. */
@NullMarked
package dev.onrush.internal.gatling.app;

import org.jspecify.annotations.NullMarked;
