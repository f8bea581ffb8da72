/** Descriptions of services, OpenAPI 3 and Swagger 2, as requests. */
@NullMarked
package dev.onrush.internal.importing.api;

import org.jspecify.annotations.NullMarked;
