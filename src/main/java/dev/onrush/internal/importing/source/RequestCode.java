package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.request.Expressions;
import dev.onrush.internal.importing.request.ImportedBody;
import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes a request as a chain of Gatling's DSL. */
final class RequestCode {

  /** The methods for which Gatling's DSL has a method of its own. */
  private static final Set<String> WORDS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options");

  /**
   * The longest body, in characters, that is written as a literal. A longer body becomes a file.
   */
  private static final int LONGEST_LITERAL = 160;

  private final ImportedRequest request;
  private final UnaryOperator<String> bodyFile;

  private RequestCode(ImportedRequest request, UnaryOperator<String> bodyFile) {
    this.request = request;
    this.bodyFile = bodyFile;
  }

  /**
   * Returns the chain of a request.
   *
   * @param csv the name of the CSV file of its values
   * @param bodyFile writes a body to a file, and returns the name of the file
   */
  static Code of(ImportedRequest request, String csv, UnaryOperator<String> bodyFile) {
    Code http = new RequestCode(request, bodyFile).http();
    if (request.values().isEmpty()) {
      return Code.call("exec", http);
    }
    Code random = Code.call("csv", Code.quoted(csv)).dot("random");
    return Code.call("feed", random).dot("exec", http);
  }

  private Code http() {
    Code url = Code.quoted(request.url().text());
    String word = request.method().toLowerCase(Locale.ROOT);
    Code method =
        WORDS.contains(word)
            ? Code.call(word, url)
            : Code.call("httpRequest", Code.quoted(request.method()), url);
    Code code =
        Code.call("http", Code.quoted(request.name()))
            .dotCommented(todo(request.url().todo()), method);
    for (ImportedRequest.Header header : request.content().headers()) {
      Code call = Code.call("header", Code.quoted(header.name()), Code.quoted(header.value()));
      code = code.dotCommented(todo(header.todo()), call);
    }
    return checks(body(code));
  }

  private static String todo(String what) {
    return what.isEmpty() ? "" : "TODO " + what;
  }

  private Code body(Code code) {
    return request
        .content()
        .body()
        .match(
            new ImportedBody.Cases<>(
                none -> code,
                unknown ->
                    code.dotCommented(
                            "TODO body" + (unknown.why().isEmpty() ? "" : ": " + unknown.why()),
                            Code.call("body", Code.call("StringBody", Code.quoted("{}"))))
                        .dot("asJson"),
                text -> code.dotCommented(todo(text.todo()), text(text.text())),
                form -> form(code, form)));
  }

  private Code text(String text) {
    return text.length() <= LONGEST_LITERAL && text.indexOf('\n') < 0
        ? Code.call("body", Code.call("StringBody", Code.quoted(text)))
        : Code.call("body", Code.call("ElFileBody", Code.quoted(bodyFile.apply(text))));
  }

  private static Code form(Code code, ImportedBody.Form form) {
    Code all = code;
    String comment = todo(form.todo());
    for (List<String> field : form.fields()) {
      Code call = Code.call("formParam", Code.quoted(field.get(0)), Code.quoted(field.get(1)));
      all = all.dotCommented(comment, call);
      comment = "";
    }
    return all;
  }

  private Code checks(Code code) {
    Code all = code;
    List<Integer> statuses = request.content().statuses();
    if (!statuses.isEmpty()) {
      List<Code> right = statuses.stream().map(s -> Code.text(s.toString())).toList();
      all =
          all.dot(
              "check", Code.call("status").dot(Code.call(right.size() == 1 ? "is" : "in", right)));
    }
    for (ImportedRequest.Saved saved : request.content().saved()) {
      List<Code> arguments =
          saved.arguments().stream().map(Expressions::literal).map(Code::quoted).toList();
      Code found = Code.call(saved.extractor(), arguments);
      all = all.dot("check", found.dot("saveAs", Code.quoted(saved.variable())));
    }
    return all;
  }
}
