package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.metric.MetricKind;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.threshold.Threshold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks that thresholds name requests, groups and metrics that the users of their scope have. A
 * name that is not known before the run may be any name.
 *
 * @param whole the contents of all users' chains
 * @param within returns the contents of the chains of the users of a scope
 */
record NameValidation(ChainWalk whole, Function<Scope, ChainWalk> within) {

  void check(List<Threshold> thresholds) {
    whole.metrics.forEach(NameValidation::checkKinds);
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        figure.scope().subject().named().ifPresent(asked -> check(threshold, figure, asked));
      }
    }
  }

  private static void checkKinds(String metric, Set<MetricKind> kinds) {
    if (kinds.size() > 1) {
      throw new IllegalArgumentException(
          "metric \""
              + metric
              + "\" is a "
              + kinds.stream().map(MetricKind::toString).collect(Collectors.joining(" and a "))
              + ", whose samples would be mixed; give each a name of its own");
    }
  }

  private void check(Threshold threshold, Figure figure, String asked) {
    Scope scope = figure.scope();
    ChainWalk users = within.apply(scope);
    switch (scope.subject().source()) {
      case REQUESTS -> checkRequest(threshold, scope, asked, users);
      case GROUP -> {
        if (users.groupBeginnings.isEmpty() && !users.hasGroup(asked)) {
          throw unknown(threshold, scope, asked, "group", walk -> walk.groups);
        }
      }
      case METRIC -> {
        if (!users.metrics.containsKey(asked)) {
          throw unknown(threshold, scope, asked, "metric", walk -> walk.metrics.keySet());
        }
        users.metrics.get(asked).forEach(kind -> checkStatistic(threshold, figure, asked, kind));
      }
      case SERVICE -> {} // its metrics are known when the service answers
    }
  }

  private void checkRequest(Threshold threshold, Scope scope, String asked, ChainWalk users) {
    if (users.hasRequest(asked)) {
      return;
    }
    for (Map.Entry<String, String> quiet : users.silent.entrySet()) {
      if (users.isMeant(asked, quiet.getKey())) {
        throw new IllegalArgumentException(
            "threshold \""
                + threshold
                + "\" names request \""
                + asked
                + "\", which is never counted: "
                + quiet.getValue()
                + "; have it counted, or name another request");
      }
    }
    if (users.beginnings.isEmpty()) {
      throw unknown(threshold, scope, asked, "request", walk -> walk.known);
    }
  }

  private static void checkStatistic(
      Threshold threshold, Figure figure, String metric, MetricKind kind) {
    if (!kind.has(figure.statistic())) {
      throw new IllegalArgumentException(
          "threshold \""
              + threshold
              + "\" asks for the "
              + figure.statistic()
              + " of metric \""
              + metric
              + "\", which is a "
              + kind
              + "; a "
              + kind
              + " has "
              + kind.statistics());
    }
  }

  private IllegalArgumentException unknown(
      Threshold threshold,
      Scope scope,
      String asked,
      String kind,
      Function<ChainWalk, Set<String>> namesOf) {
    ChainWalk users = within.apply(scope);
    Set<String> names = namesOf.apply(users);
    Optional<String> before =
        scope.subject().source() == Source.METRIC
            ? Optional.empty() // the name of a metric does not include groups
            : names.stream()
                .flatMap(name -> ChainWalk.groupsBefore(asked, name).stream())
                .findFirst();
    return before
        .map(groups -> absent(threshold, scope, groups, "group", users.groups))
        .orElseGet(() -> absent(threshold, scope, asked, kind, names));
  }

  private static IllegalArgumentException absent(
      Threshold threshold, Scope scope, String asked, String kind, Set<String> names) {
    Optional<String> who =
        scope
            .userClass()
            .map(name -> "user class \"" + name + "\"")
            .or(() -> scope.flow().map(name -> "flow \"" + name + "\""));
    if (who.isEmpty()) {
      return threshold.namesUnknown(kind, asked, names);
    }
    return new IllegalArgumentException(
        "threshold \""
            + threshold
            + "\" names "
            + kind
            + " \""
            + asked
            + "\", which "
            + who.get()
            + " does not have; it has "
            + (names.isEmpty()
                ? "none"
                : names.stream()
                    .map(name -> "\"" + name + "\"")
                    .collect(Collectors.joining(", "))));
  }
}
