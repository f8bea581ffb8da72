package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;
import java.util.Set;

/** A request as a chain of Gatling's. */
final class RequestCode {

  /** Those that Gatling has a word for. */
  private static final Set<String> WORDS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options");

  private RequestCode() {}

  /**
   * The chain.
   *
   * @param csv of its values
   */
  static Code of(ImportedRequest request, String csv) {
    Code http = http(request);
    if (request.values().isEmpty()) {
      return Code.call("exec", http);
    }
    Code random = Code.call("csv", Code.quoted(csv)).dot("random");
    return Code.call("feed", random).dot("exec", http);
  }

  private static Code http(ImportedRequest request) {
    Code http = Code.call("http", Code.quoted(request.name()));
    Code url = Code.quoted(request.url());
    String word = request.method().toLowerCase(java.util.Locale.ROOT);
    Code code =
        WORDS.contains(word)
            ? http.dot(word, url)
            : http.dot("httpRequest", Code.quoted(request.method()), url);
    for (List<String> header : request.content().headers()) {
      code = code.dot("header", Code.quoted(header.get(0)), Code.quoted(header.get(1)));
    }
    if (request.content().body().isPresent()) {
      code = code.dot("body", Code.call("StringBody", Code.quoted(request.content().body().get())));
    } else if (request.lacksBody()) {
      code =
          code.dotCommented(
                  "TODO body", Code.call("body", Code.call("StringBody", Code.quoted("{}"))))
              .dot("asJson");
    }
    List<Integer> statuses = request.content().statuses();
    if (!statuses.isEmpty()) {
      List<Code> all = statuses.stream().map(s -> Code.text(s.toString())).toList();
      code =
          code.dot("check", Code.call("status").dot(Code.call(all.size() == 1 ? "is" : "in", all)));
    }
    return code;
  }
}
