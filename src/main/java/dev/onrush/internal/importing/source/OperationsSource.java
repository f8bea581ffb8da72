package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.api.Operation;
import dev.onrush.internal.importing.request.ImportedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the operations of a service as a simulation in Java, with one task per operation, all
 * equally frequent.
 */
public final class OperationsSource {

  private static final Duration THINK_TIME = Duration.ofSeconds(1);
  private static final int USERS = 10;

  private final List<Operation> operations;
  private final boolean withChanges;
  private final SimulationFile file;

  private OperationsSource(
      List<Operation> operations, Description description, boolean withChanges) {
    this.operations = operations;
    this.withChanges = withChanges;
    this.file =
        new SimulationFile(description, operations.stream().map(Operation::request).toList());
  }

  /**
   * Returns the files of a plan; the first is the simulation.
   *
   * @param common headers of all requests, in addition to their own
   * @param withChanges whether operations that change data are sent; if not, they are comments
   * @param length the length of the plan
   */
  public static SourceFiles of(
      List<Operation> operations,
      List<ImportedRequest.Header> common,
      Description description,
      boolean withChanges,
      Duration length) {
    return new OperationsSource(operations, description, withChanges).written(common, length);
  }

  private SourceFiles written(List<ImportedRequest.Header> common, Duration length) {
    Code users =
        Code.call("concurrentUsers")
            .dot("hold", Code.text(Literals.number(USERS)), Literals.time(length));
    Code plan =
        file.plan()
            .dot("users", Code.call(client()))
            .dotCommented(
                "Adjust the number of users and the duration.", Code.call("profile", users));
    List<ImportedRequest> requests = operations.stream().map(Operation::request).toList();
    Code bounded = file.bounded(plan, "Each request is sent, without a browser cache.", common);
    file.requests(requests);
    return file.written(bounded);
  }

  private String client() {
    String method = file.unusedName("client", "client");
    List<String> changing = new ArrayList<>();
    Code code =
        Code.call("userClass", Code.quoted("Client"))
            .dot("thinkTime", Code.call("constant", Literals.time(THINK_TIME)));
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i).changes() && !withChanges) {
        changing.add("." + task(i).flat());
      }
    }
    String comment =
        changing.isEmpty()
            ? ""
            : "TODO these change data; uncomment the ones that may be sent:\n"
                + String.join("\n", changing);
    for (int i = 0; i < operations.size(); i++) {
      if (!operations.get(i).changes() || withChanges) {
        code = code.dotCommented(comment, task(i));
        comment = "";
      }
    }
    file.userClass(method, "Calls all operations equally often.", code);
    return method;
  }

  private Code task(int number) {
    return Code.call(
        "task",
        Code.quoted(operations.get(number).request().name()),
        Code.call(file.requestMethod(number)));
  }
}
