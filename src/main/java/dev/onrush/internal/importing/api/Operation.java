package dev.onrush.internal.importing.api;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;

/**
 * An operation of a service.
 *
 * @param request the request that calls the operation
 * @param changes whether the operation may change data, judging by its method
 */
public record Operation(ImportedRequest request, boolean changes) {

  /** Returns this operation without some headers, which all requests of its plan have. */
  public Operation without(List<ImportedRequest.Header> common) {
    return new Operation(request.without(common), changes);
  }
}
