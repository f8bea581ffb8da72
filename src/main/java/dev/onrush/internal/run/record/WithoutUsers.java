package dev.onrush.internal.run.record;

import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject.Request;
import java.util.Arrays;
import java.util.List;

/**
 * Why a threshold saw nothing, where the run has so few users that some class has none of them: of
 * weights 8, 2 and 1, one user is of the first.
 */
final class WithoutUsers {

  private WithoutUsers() {}

  /** The same judgements; those without data that such a class would have brought say so. */
  static List<Judgement> judged(List<Judgement> judgements, RunInfo info) {
    List<String> classes = list(info.facts().getOrDefault(RunInfo.CLASSES_WITHOUT_USERS, ""));
    List<String> requests = list(info.facts().getOrDefault(RunInfo.REQUESTS_WITHOUT_USERS, ""));
    return judgements.stream()
        .map(
            judgement ->
                judgement.verdict() == Verdict.NO_DATA
                        && judgement.samples() == 0
                        && judgement.threshold().measure().figures().stream()
                            .anyMatch(figure -> asks(figure.scope(), classes, requests))
                    ? judgement.withoutData(
                        "no user is of "
                            + String.join(", ", classes)
                            + ": the peak is "
                            + info.facts().getOrDefault(RunInfo.PEAK, ""))
                    : judgement)
        .toList();
  }

  private static boolean asks(Scope scope, List<String> classes, List<String> requests) {
    return scope.userClass().filter(classes::contains).isPresent()
        || (scope.subject() instanceof Request request
            && requests.stream()
                .anyMatch(name -> request.matches(name) || request.name().endsWith(" / " + name)));
  }

  private static List<String> list(String names) {
    return names.isEmpty() ? List.of() : Arrays.asList(names.split(RunInfo.SEPARATOR, -1));
  }
}
