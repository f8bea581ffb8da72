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
    String name, String method, Url url, Optional<Values> values, Content content) {

  /**
   * A path and a query.
   *
   * @param text of it
   * @param missing what was taken out of it, or is not known; may be empty
   */
  public record Url(String text, String missing) {}

  /**
   * Values that differ.
   *
   * @param columns their names
   * @param rows as frequent as in what was imported
   */
  public record Values(List<String> columns, List<List<String>> rows) {

    /** The column that has the length of a session, in requests. */
    public static final String LENGTH_OF_SESSION = "requests";

    /** The column that has the length of a pause. */
    public static final String LENGTH_OF_PAUSE = "pauseMillis";

    /** Copies. */
    public Values {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /**
   * What is sent with it, and what is expected.
   *
   * @param headers of it, beside those that every client sends
   * @param body of it
   * @param statuses that are right, if they are others than usual
   * @param saved values of the response that later requests need
   */
  public record Content(
      List<Header> headers, ImportedBody body, List<Integer> statuses, List<Saved> saved) {

    /** Copies. */
    public Content {
      headers = List.copyOf(headers);
      statuses = List.copyOf(statuses);
      saved = List.copyOf(saved);
    }
  }

  /**
   * A header.
   *
   * @param name of it
   * @param value of it, in which {@code #{…}} is an expression
   * @param missing what was taken out of it; may be empty
   */
  public record Header(String name, String value, String missing) {}

  /**
   * A value of a response.
   *
   * @param variable by which later requests know it
   * @param extractor the method of Gatling's that finds it: {@code jsonPath}
   * @param arguments of that method
   */
  public record Saved(String variable, String extractor, List<String> arguments) {

    /** A copy. */
    public Saved {
      arguments = List.copyOf(arguments);
    }
  }

  /** Whether its method has a body, and what that was is not known. */
  public boolean lacksBody() {
    return content
        .body()
        .match(
            new ImportedBody.Cases<>(none -> false, unknown -> true, text -> false, form -> false));
  }

  /** The same without some headers, which all requests of its plan have. */
  public ImportedRequest without(List<Header> common) {
    List<Header> own = content.headers().stream().filter(each -> !common.contains(each)).toList();
    return new ImportedRequest(
        name,
        method,
        url,
        values,
        new Content(own, content.body(), content.statuses(), content.saved()));
  }

  /** The same with values of its response that later requests need. */
  public ImportedRequest saving(List<Saved> saved) {
    return new ImportedRequest(
        name,
        method,
        url,
        values,
        new Content(content.headers(), content.body(), content.statuses(), saved));
  }

  /** Places where something has to be written by hand. */
  public long todos() {
    String body =
        content
            .body()
            .match(
                new ImportedBody.Cases<>(
                    none -> "",
                    unknown -> "body",
                    ImportedBody.Text::missing,
                    ImportedBody.Form::missing));
    return content.headers().stream().filter(header -> !header.missing().isEmpty()).count()
        + (url.missing().isEmpty() ? 0 : 1)
        + (body.isEmpty() ? 0 : 1);
  }
}
