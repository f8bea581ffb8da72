package dev.onrush.internal.importing.request;

import java.util.List;
import java.util.Optional;

/**
 * A request of an imported plan.
 *
 * @param name of it in reports: {@code GET /groups/{groupId}}
 * @param method in upper case
 * @param url below the target, with {@code #{…}} for each column of its values
 * @param values of what differs from request to request
 * @param content what is sent with it, and what is expected
 */
public record ImportedRequest(
    String name, String method, String url, Optional<Values> values, Content content) {

  /**
   * Values that differ.
   *
   * @param columns their names
   * @param rows as frequent as in what was imported
   */
  public record Values(List<String> columns, List<List<String>> rows) {

    /** Copies. */
    public Values {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * What is sent with it, and what is expected.
   *
   * @param headers name and value of each
   * @param body if it is known
   * @param statuses that are right, if they are others than usual
   */
  public record Content(List<List<String>> headers, Optional<String> body, List<Integer> statuses) {

    /** Nothing is known. */
    public static final Content NONE = new Content(List.of(), Optional.empty(), List.of());

    /** Copies. */
    public Content {
      headers = headers.stream().map(List::copyOf).toList();
      statuses = List.copyOf(statuses);
    }
  }

  /** Whether it has a body by its method, and what it was is not known. */
  public boolean lacksBody() {
    return (method.equals("POST") || method.equals("PUT") || method.equals("PATCH"))
        && content.body().isEmpty();
  }
}
