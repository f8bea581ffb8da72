package dev.onrush.internal.run.record;

import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Request;
import java.util.List;

/**
 * Explains thresholds without data in a run that has so few users that some user class has none of
 * them. For example, with weights 8, 2 and 1, a single user belongs to the first class.
 */
final class ClassesWithoutUsers {

  private ClassesWithoutUsers() {}

  /**
   * Returns the judgements. If a judgement has no data because of a user class without users, it
   * says so.
   */
  static List<Judgement> judged(List<Judgement> judgements, RunInfo info) {
    String classes = info.facts().getOrDefault(RunInfo.CLASSES_WITHOUT_USERS, "");
    String requests = info.facts().getOrDefault(RunInfo.REQUESTS_WITHOUT_USERS, "");
    return judgements.stream()
        .map(
            judgement ->
                judgement.verdict() == Verdict.NO_DATA
                        && judgement.samples() == 0
                        && judgement.threshold().measure().figures().stream()
                            .anyMatch(figure -> asks(figure.scope(), classes, requests))
                    ? judgement.withoutData(
                        classes
                            + " had no users (peak "
                            + info.facts().getOrDefault(RunInfo.PEAK, "")
                            + ")")
                    : judgement)
        .toList();
  }

  private static boolean asks(Scope scope, String classes, String requests) {
    return scope.userClass().filter(name -> isAmong(classes, name)).isPresent()
        || (scope.subject() instanceof Request request && areMeant(requests, request.name()));
  }

  /**
   * Whether one of the names ends with {@code asked}, or {@code asked} ends with one of the names,
   * each after a group separator.
   */
  private static boolean areMeant(String names, String asked) {
    int group = asked.indexOf(Subject.GROUP_SEPARATOR);
    return isAmong(names, asked)
        || (names + RunInfo.SEPARATOR).contains(Subject.GROUP_SEPARATOR + asked + RunInfo.SEPARATOR)
        || (group >= 0
            && areMeant(names, asked.substring(group + Subject.GROUP_SEPARATOR.length())));
  }

  /**
   * Whether the names contain this name. Searches the text for the whole name, because a name may
   * itself contain the separator.
   */
  private static boolean isAmong(String names, String name) {
    return (RunInfo.SEPARATOR + names + RunInfo.SEPARATOR)
        .contains(RunInfo.SEPARATOR + name + RunInfo.SEPARATOR);
  }
}
