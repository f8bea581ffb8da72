/** Converts descriptions of services, in OpenAPI 3 and Swagger 2, to requests. */
@NullMarked
package dev.onrush.internal.importing.api;

import org.jspecify.annotations.NullMarked;
