package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.recording.Journey;
import dev.onrush.internal.importing.request.ImportedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes journeys as a simulation in Java, with one user class per journey. */
public final class JourneySource {

  private static final String EACH_IS_SENT =
      "Each request of the recording is sent, including the ones after redirects.";

  private final List<Journey> journeys;
  private final Map<ImportedRequest, Integer> numbers = new LinkedHashMap<>();
  private final SimulationFile file;

  private JourneySource(List<Journey> journeys, Description description) {
    this.journeys = journeys;
    journeys.stream()
        .flatMap(journey -> journey.requests().stream())
        .forEach(request -> numbers.putIfAbsent(request, numbers.size()));
    this.file = new SimulationFile(description, requests());
  }

  /**
   * Returns the files of a plan; the first is the simulation.
   *
   * @param common headers of all requests, in addition to their own
   * @param length the length of the plan
   */
  public static SourceFiles of(
      List<Journey> journeys,
      List<ImportedRequest.Header> common,
      Description description,
      Duration length) {
    return new JourneySource(journeys, description).written(common, length);
  }

  private List<ImportedRequest> requests() {
    return List.copyOf(numbers.keySet());
  }

  private SourceFiles written(List<ImportedRequest.Header> common, Duration length) {
    Code arrivals =
        Code.call("arrivalRate")
            .dot("hold", Code.call("perSecond", Code.text("1")), Literals.time(length))
            .dot("poisson");
    List<Code> users = journeys.stream().map(this::user).toList();
    Code plan =
        file.plan()
            .dot(Code.call("users", users))
            .dotCommented(
                "One new user per second, who leaves at the end of the journey; adjust the rate.",
                Code.call("profile", arrivals));
    Code bounded = file.bounded(plan, EACH_IS_SENT, common);
    file.requests(requests());
    return file.written(bounded);
  }

  private Code user(Journey journey) {
    String method = file.unusedName(journey.name(), "user");
    List<Code> steps = new ArrayList<>();
    steps.add(Code.quoted("Journey"));
    for (Journey.Step step : journey.steps()) {
      if (!step.pause().isZero()) {
        steps.add(Code.call("pause", Literals.time(step.pause())));
      }
      int number = numbers.getOrDefault(step.request(), 0);
      steps.add(Code.call(file.requestMethod(number)));
    }
    file.userClass(
        method,
        "As recorded, with its pauses.",
        Code.call("userClass", Code.quoted(journey.name())).dot(Code.call("task", steps)));
    return Code.call(method);
  }
}
