/**
 * A real service to practise on: accounts and groups over PostgreSQL. Never part of the library.
 */
@NullMarked
package dev.onrush.reference;

import org.jspecify.annotations.NullMarked;
