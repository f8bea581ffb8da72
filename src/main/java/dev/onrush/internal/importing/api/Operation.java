package dev.onrush.internal.importing.api;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;

/**
 * An operation of a service.
 *
 * @param request that calls it
 * @param changes whether it may change data, by its method
 */
public record Operation(ImportedRequest request, boolean changes) {

  /** The same without some headers, which all requests of its plan have. */
  public Operation without(List<ImportedRequest.Header> common) {
    return new Operation(request.without(common), changes);
  }
}
