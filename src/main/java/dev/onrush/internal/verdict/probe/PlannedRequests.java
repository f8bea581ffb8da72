package dev.onrush.internal.verdict.probe;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The requests that a plan is known to contain.
 *
 * @param names the names of the requests, without the groups around them
 * @param byClass the names that each user class sends; empty if this is not known
 */
public record PlannedRequests(List<String> names, Map<String, List<String>> byClass) {

  public PlannedRequests {
    names = List.copyOf(names);
    byClass = Map.copyOf(byClass);
  }

  /** Planned requests whose user classes are not known. */
  public static PlannedRequests of(List<String> names) {
    return new PlannedRequests(names, Map.of());
  }

  /** The same requests with each name replaced by the result of {@code rename}, each name once. */
  public PlannedRequests renamed(UnaryOperator<String> rename) {
    return new PlannedRequests(
        names.stream().map(rename).distinct().toList(),
        byClass.entrySet().stream()
            .collect(
                Collectors.toMap(
                    of -> rename.apply(of.getKey()),
                    of -> of.getValue().stream().map(rename).distinct().toList(),
                    (one, other) ->
                        Stream.of(one, other).flatMap(List::stream).distinct().toList())));
  }

  /** The names that these user classes send; all names if none of these classes is known. */
  List<String> by(Predicate<String> userClasses) {
    List<List<String>> sent =
        byClass.entrySet().stream()
            .filter(of -> userClasses.test(of.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    Set<String> all = sent.stream().flatMap(Collection::stream).collect(Collectors.toSet());
    return sent.isEmpty() ? names : names.stream().filter(all::contains).toList();
  }
}
