package dev.onrush.internal.importing.request;

import java.util.List;
import java.util.Optional;

/**
 * A request of an imported plan.
 *
 * @param name the name in reports: {@code GET /groups/{groupId}}
 * @param method the HTTP method, in upper case
 * @param url the URL below the target, with {@code #{…}} for each column of {@code values}
 * @param values the values that differ from request to request
 * @param content the headers and the body of the request, and the expected response
 */
public record ImportedRequest(
    String name, String method, Url url, Optional<Values> values, Content content) {

  /**
   * A path and a query.
   *
   * @param text the path and the query
   * @param todo the text of a TODO comment: the parts that were removed, or that are not known; may
   *     be empty
   */
  public record Url(String text, String todo) {}

  /**
   * Values that differ from request to request.
   *
   * @param columns the names of the values
   * @param rows the values, with the frequencies of the imported requests
   */
  public record Values(List<String> columns, List<List<String>> rows) {

    /** The column with the length of a session, in requests. */
    public static final String LENGTH_OF_SESSION = "requests";

    /** The column with the length of a pause, in milliseconds. */
    public static final String LENGTH_OF_PAUSE = "pauseMillis";

    /** Copies the lists. */
    public Values {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * The headers and the body of a request, and the expected response.
   *
   * @param headers the headers, besides the ones that every client sends
   * @param body the body
   * @param statuses the expected statuses, if they differ from the usual ones
   * @param saved values of the response that later requests need
   */
  public record Content(
      List<Header> headers, ImportedBody body, List<Integer> statuses, List<Saved> saved) {

    /** Copies the lists. */
    public Content {
      headers = List.copyOf(headers);
      statuses = List.copyOf(statuses);
      saved = List.copyOf(saved);
    }
  }

  /**
   * A header.
   *
   * @param name the name
   * @param value the value, in which {@code #{…}} is an expression
   * @param todo the text of a TODO comment: the parts that were removed; may be empty
   */
  public record Header(String name, String value, String todo) {}

  /**
   * A value of a response that is saved.
   *
   * @param variable the variable in which later requests find the value
   * @param extractor the method of Gatling's DSL that finds the value: {@code jsonPath}
   * @param arguments the arguments of that method
   */
  public record Saved(String variable, String extractor, List<String> arguments) {

    /** Copies the arguments. */
    public Saved {
      arguments = List.copyOf(arguments);
    }
  }

  /** Whether the request has a body that is not known. */
  public boolean lacksBody() {
    return content
        .body()
        .match(
            new ImportedBody.Cases<>(none -> false, unknown -> true, text -> false, form -> false));
  }

  /** Returns this request without some headers, which all requests of its plan have. */
  public ImportedRequest without(List<Header> common) {
    List<Header> own = content.headers().stream().filter(each -> !common.contains(each)).toList();
    return new ImportedRequest(
        name,
        method,
        url,
        values,
        new Content(own, content.body(), content.statuses(), content.saved()));
  }

  /** Returns this request with values of its response that later requests need. */
  public ImportedRequest saving(List<Saved> saved) {
    return new ImportedRequest(
        name,
        method,
        url,
        values,
        new Content(content.headers(), content.body(), content.statuses(), saved));
  }

  /** The number of places where a part has to be written by hand. */
  public long todos() {
    String body =
        content
            .body()
            .match(
                new ImportedBody.Cases<>(
                    none -> "",
                    unknown -> "body",
                    ImportedBody.Text::todo,
                    ImportedBody.Form::todo));
    return content.headers().stream().filter(header -> !header.todo().isEmpty()).count()
        + (url.todo().isEmpty() ? 0 : 1)
        + (body.isEmpty() ? 0 : 1);
  }
}
