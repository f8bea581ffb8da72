package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.finding.evidence.Responses;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.Observation;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names the requests that became slower, if the others did not. */
final class SlowerRequests {

  /** The least ratio of its time to its time before; the times of a few requests vary as it is. */
  private static final double FACTOR = 3;

  /** The least additional time of a request that became slower, in milliseconds. */
  private static final double ADDED = 20;

  /** The most of this additional time that the other requests may have too. */
  private static final double OF_OTHERS = 0.1;

  /** The fewest responses, before the breach and during it, by which a request is judged. */
  private static final int FEWEST = 3;

  /** The most requests that are named; with more, it is rather the service that became slower. */
  private static final int MOST = 3;

  /** The most characters of a name. */
  static final int NAME = 60;

  private SlowerRequests() {}

  /** The responses of one request, or of several, before the breach and during it. */
  private record Change(String name, Responses before, Responses during) {

    static final Change NONE = new Change("", Responses.NONE, Responses.NONE);

    double added() {
      return during.okTime() - before.okTime();
    }

    boolean isSlower() {
      return added() >= ADDED && during.okTime() >= FACTOR * before.okTime();
    }

    Change and(Change other) {
      return new Change(name, before.and(other.before), during.and(other.during));
    }

    String text(Evidence evidence) {
      return Quantity.TIME.text(during.okTime())
          + ", "
          + Texts.before(evidence, Quantity.TIME.text(before.okTime()));
    }
  }

  /**
   * Names these requests; empty if the threshold is not on times, if many requests failed, or if
   * all became slower.
   */
  static Optional<Observation> of(Evidence evidence) {
    if (evidence.about() != About.TIMES || evidence.mayBeExplainedByFailures()) {
      return Optional.empty();
    }
    List<Change> slower = new ArrayList<>();
    Change others = Change.NONE;
    for (Change change : changes(evidence)) {
      if (change.isSlower()) {
        slower.add(change);
      } else {
        others = others.and(change);
      }
    }
    Change rest = others;
    if (slower.isEmpty()
        || slower.size() > MOST
        || rest.during().ok() == 0
        || slower.stream().anyMatch(of -> rest.added() > OF_OTHERS * of.added())) {
      return Optional.empty();
    }
    return Optional.of(
        new Observation(
            (slower.size() == 1
                    ? "only this request is slower: "
                    : "only these requests are slower: ")
                + slower.stream()
                    .sorted(Comparator.comparingDouble(of -> -of.added()))
                    .map(of -> Printable.cut(of.name(), NAME) + " " + of.text(evidence))
                    .collect(Collectors.joining("; "))
                + "; all others "
                + rest.text(evidence),
            "what only these requests do: their statements, calls and locks"));
  }

  private static List<Change> changes(Evidence evidence) {
    Map<String, Responses> before = evidence.load().requests(evidence.before());
    return evidence.load().requests(evidence.during()).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            of ->
                Optional.ofNullable(before.get(of.getKey()))
                    .map(was -> new Change(of.getKey(), was, of.getValue()))
                    .stream())
        .filter(of -> of.before().ok() >= FEWEST && of.during().ok() >= FEWEST)
        .toList();
  }
}
