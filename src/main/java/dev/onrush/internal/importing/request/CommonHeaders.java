package dev.onrush.internal.importing.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the headers that are written once for all requests of a plan. */
public final class CommonHeaders {

  private CommonHeaders() {}

  /**
   * Returns the headers that at least this share of the requests have, and more than one request.
   *
   * @param share the share, from 0 to 1
   */
  public static List<ImportedRequest.Header> of(List<ImportedRequest> requests, double share) {
    Map<ImportedRequest.Header, Integer> times = new LinkedHashMap<>();
    requests.forEach(
        request ->
            request.content().headers().stream()
                .distinct()
                .forEach(header -> times.merge(header, 1, Integer::sum)));
    return times.entrySet().stream()
        .filter(header -> header.getValue() > 1 && header.getValue() >= share * requests.size())
        .map(Map.Entry::getKey)
        .toList();
  }
}
