package dev.onrush.internal.importing;

import dev.onrush.internal.importing.api.ApiDocument;
import dev.onrush.internal.importing.api.ApiOperations;
import dev.onrush.internal.importing.api.Operation;
import dev.onrush.internal.importing.file.UnreadableFile;
import dev.onrush.internal.importing.request.CommonHeaders;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.source.Description;
import dev.onrush.internal.importing.source.OperationsSource;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a simulation from an OpenAPI document. */
final class ApiImport {

  /** A header is written once for all requests if at least this part of the operations has it. */
  private static final double MOST = 0.5;

  private final ImportOptions options;

  ApiImport(ImportOptions options) {
    this.options = options;
  }

  Imported run() {
    Path file = options.files().get(0);
    if (options.files().size() > 1) {
      throw new IllegalArgumentException(
          "an OpenAPI document is imported alone, but "
              + Quantity.count(options.files().size(), "file")
              + " were given; import them one by one, each with its own --name");
    }
    ApiDocument document = document(file);
    ApiOperations operations = ApiOperations.of(document);
    boolean withChanges = options.output().withChanges();
    List<Operation> all = operations.operations();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " has no operation (GET, HEAD, POST, PUT, PATCH or DELETE); write the name of the"
              + " document that has them");
    }
    List<String> text = summary(document, operations, file);
    List<ImportedRequest> requests = all.stream().map(Operation::request).toList();
    // A header that an operation does not need, such as credentials, does it no harm.
    List<ImportedRequest.Header> common =
        CommonHeaders.of(requests, MOST).stream()
            .filter(header -> !header.todo().isEmpty())
            .toList();
    List<Operation> own = all.stream().map(operation -> operation.without(common)).toList();
    text.addAll(Imported.todos(own.stream().map(Operation::request).toList(), common));
    Duration length = options.time().length().orElse(Duration.ofMinutes(1));
    String title = document.title().isEmpty() ? "a service" : document.title();
    Description description =
        new Description(
            options.output().name(),
            List.of("The operations of " + javadoc(title) + ",", "made by {@code onrush import}."),
            Description.Bounds.USUAL);
    return new Imported(OperationsSource.of(own, common, description, withChanges, length), text);
  }

  /**
   * Describes the operations of the document.
   *
   * @throws IllegalArgumentException if none of them would be sent
   */
  private List<String> summary(ApiDocument document, ApiOperations operations, Path file) {
    boolean withChanges = options.output().withChanges();
    List<Operation> all = operations.operations();
    long changing = all.stream().filter(Operation::changes).count();
    if (all.size() == changing && !withChanges) {
      throw new IllegalArgumentException(
          file
              + " has no operation that only reads (GET or HEAD); --writes sends the "
              + Quantity.count(changing, "operation")
              + (changing == 1 ? " that changes data" : " that change data"));
    }
    long reading = all.size() - changing;
    List<String> text = new ArrayList<>();
    text.add(
        Printable.line(document.title())
            + (document.title().isEmpty() ? "" : ": ")
            + Quantity.count(reading, "operation")
            + (reading == 1 ? " reads data, " : " read data, ")
            + Quantity.count(changing)
            + (changing == 1 ? " changes data." : " change data."));
    if (changing > 0) {
      text.add(
          withChanges
              ? "Operations that change data are sent too; use a target whose data may be changed."
              : "Operations that change data are comments in the simulation; --writes sends them.");
    }
    if (operations.beyond() > 0) {
      text.add(
          "Left out: "
              + Quantity.count(operations.beyond(), "operation")
              + " after the first "
              + Quantity.count(ApiOperations.MOST)
              + ".");
    }
    if (!operations.incomplete().isEmpty()) {
      text.add(
          "Left out: combinations of the values of parameters; each value occurs in the others:");
      text.addAll(Imported.shown(operations.incomplete()));
    }
    if (!document.notFound().isEmpty()) {
      text.add(
          Quantity.count(document.notFound().size(), "reference")
              + (document.notFound().size() == 1
                  ? " cannot be resolved: "
                  : " cannot be resolved, for example ")
              + Printable.line(document.notFound().get(0))
              + "; bundle the document into one file first.");
    }
    return text;
  }

  private static ApiDocument document(Path file) {
    try {
      return ApiDocument.read(file);
    } catch (IOException e) {
      throw UnreadableFile.failure(file, e);
    }
  }

  /**
   * Keeps letters, digits and the punctuation that can neither end a comment nor begin a tag.
   * Truncates the title to 60 characters.
   */
  private static String javadoc(String title) {
    String plain = title.replaceAll("[^\\p{L}\\p{N} .,:()-]+", " ").strip();
    return plain.length() > 60 ? plain.substring(0, 60) + " …" : plain;
  }
}
