package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.time.Duration;
import java.util.List;

/**
 * What one user of a recording did, in its order.
 *
 * @param name of the user
 * @param steps from the first to the last
 * @param length of the recording
 */
public record Journey(String name, List<Step> steps, Duration length) {

  /**
   * A request.
   *
   * @param pause before it; zero if it followed at once
   * @param request that is sent
   */
  public record Step(Duration pause, ImportedRequest request) {}

  /** The same without some headers, which all requests of its plan have. */
  public Journey without(List<ImportedRequest.Header> common) {
    return new Journey(
        name,
        steps.stream().map(step -> new Step(step.pause(), step.request().without(common))).toList(),
        length);
  }

  /** The requests of its steps. */
  public List<ImportedRequest> requests() {
    return steps.stream().map(Step::request).toList();
  }

  /** A copy. */
  public Journey {
    steps = List.copyOf(steps);
  }
}
