package dev.onrush.internal.importing.source;

import dev.onrush.internal.importing.recording.Journey;
import dev.onrush.internal.importing.request.ImportedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Journeys as a simulation in Java: a user class for each. */
public final class JourneySource {

  private static final String EACH_IS_SENT =
      "Each request of the recording is sent, those after redirects too.";

  private final List<Journey> journeys;
  private final Set<ImportedRequest.Header> common;
  private final Map<ImportedRequest, Integer> numbers = new LinkedHashMap<>();
  private final SimulationFile file;

  private JourneySource(List<Journey> journeys, Description description) {
    this.journeys = journeys;
    this.common = common(journeys);
    journeys.forEach(
        journey ->
            journey
                .steps()
                .forEach(step -> numbers.putIfAbsent(own(step.request()), numbers.size())));
    this.file = new SimulationFile(description, requests());
  }

  /**
   * The files of a plan; the first is the simulation.
   *
   * @param length of the plan
   */
  public static SourceFiles of(
      List<Journey> journeys, Description description, Duration length) {
    return new JourneySource(journeys, description).written(length);
  }

  private static Stream<ImportedRequest> requests(List<Journey> journeys) {
    return journeys.stream().flatMap(each -> each.steps().stream()).map(Journey.Step::request);
  }

  /** Headers that all requests have. */
  private static Set<ImportedRequest.Header> common(List<Journey> journeys) {
    Set<ImportedRequest.Header> common = new LinkedHashSet<>();
    requests(journeys).findFirst().ifPresent(first -> common.addAll(first.content().headers()));
    requests(journeys).forEach(request -> common.retainAll(request.content().headers()));
    return requests(journeys).count() > 1 ? common : Set.of();
  }

  private List<ImportedRequest> requests() {
    return List.copyOf(numbers.keySet());
  }

  /** The same request without the headers that all have. */
  private ImportedRequest own(ImportedRequest request) {
    ImportedRequest.Content content = request.content();
    List<ImportedRequest.Header> own = new ArrayList<>(content.headers());
    own.removeAll(common);
    return new ImportedRequest(
        request.name(),
        request.method(),
        request.url(),
        request.values(),
        new ImportedRequest.Content(own, content.body(), content.statuses(), content.saved()));
  }

  private SourceFiles written(Duration length) {
    Code arrivals =
        Code.call("arrivalRate")
            .dot("hold", Code.call("perSecond", Code.text("1")), Literals.time(length))
            .dot("poisson");
    List<Code> users = journeys.stream().map(this::user).toList();
    Code plan =
        file.plan()
            .dot(Code.call("users", users))
            .dotCommented(
                "A user each second, who leaves at the journey's end: how many come is yours to say.",
                Code.call("profile", arrivals));
    Code bounded = file.bounded(plan, EACH_IS_SENT, List.copyOf(common));
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
      int number = numbers.getOrDefault(own(step.request()), 0);
      steps.add(Code.call(file.requestMethod(number)));
    }
    file.userClass(
        method,
        "As recorded, with its pauses.",
        Code.call("userClass", Code.quoted(journey.name())).dot(Code.call("task", steps)));
    return Code.call(method);
  }
}
