package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.request.ImportedRequest;
import java.time.Duration;
import java.util.List;

/**
 * The requests of one user of a recording, in their order.
 *
 * @param name the name of the user
 * @param steps the requests with the pauses before them, from first to last
 * @param length the time from the start of the first request to the end of the last response
 */
public record Journey(String name, List<Step> steps, Duration length) {

  /**
   * A request after a pause.
   *
   * @param pause the pause before the request; zero if the request followed at once
   * @param request the request
   */
  public record Step(Duration pause, ImportedRequest request) {}

  /** Returns this journey without some headers, which all requests of its plan have. */
  public Journey without(List<ImportedRequest.Header> common) {
    return new Journey(
        name,
        steps.stream().map(step -> new Step(step.pause(), step.request().without(common))).toList(),
        length);
  }

  /** The requests of the steps. */
  public List<ImportedRequest> requests() {
    return steps.stream().map(Step::request).toList();
  }

  /** Copies the steps. */
  public Journey {
    steps = List.copyOf(steps);
  }
}
