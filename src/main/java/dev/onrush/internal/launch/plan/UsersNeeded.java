package dev.onrush.internal.launch.plan;

import dev.onrush.internal.capacity.Search;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Mix;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The users that thresholds need: a threshold on a user class, or on what only its users send, has
 * no data while the class has no user. With the weights 8, 2 and 1, the last class has no user
 * among the first five. An arrival rate brings users of each class, sooner or later.
 */
final class UsersNeeded {

  private final LoadPlan plan;
  private final Map<String, ChainContents> contents = new HashMap<>();

  UsersNeeded(LoadPlan plan) {
    this.plan = plan;
    plan.classes().forEach(c -> contents.put(c.name(), ChainContents.of(List.of(c))));
  }

  /**
   * A level at which a threshold has no data.
   *
   * @param why what the threshold needs, and where it is missing
   * @param remedy what to write
   */
  record Missing(String why, String remedy) {}

  /**
   * Returns the first level at which the threshold has no data: the peak of a profile, or a level
   * that a search may try. Empty if there is none.
   */
  Optional<Missing> of(Threshold threshold) {
    return threshold.measure().figures().stream()
        .flatMap(figure -> groups(figure).stream())
        .flatMap(users -> missing(users).stream())
        .findFirst();
  }

  /**
   * The users that a figure needs: at least one user of at least one class of each list. A figure
   * of each request needs all requests.
   */
  private List<List<UserClass>> groups(Figure figure) {
    List<UserClass> within = plan.classesWithin(figure.scope());
    if (figure.scope().subject() == Subject.EACH_REQUEST) {
      return within.stream()
          .flatMap(c -> contents(c).requests().stream())
          .distinct()
          .map(request -> having(within, new Subject.Request(request)))
          .toList();
    }
    return figure.scope().subject().source() == Source.SERVICE
        ? List.of()
        : List.of(having(within, figure.scope().subject()));
  }

  private List<UserClass> having(List<UserClass> classes, Subject subject) {
    return classes.stream().filter(c -> contents(c).mayHave(subject)).toList();
  }

  private ChainContents contents(UserClass of) {
    return contents.getOrDefault(of.name(), ChainContents.of(List.of()));
  }

  private Optional<Missing> missing(List<UserClass> users) {
    List<Flow> flows =
        plan.flows().stream()
            .filter(flow -> flow.classes().stream().anyMatch(users::contains))
            .toList();
    // what several flows send is missing only if it is missing in each of them
    if (flows.size() != 1 || flows.get(0).profile().isOpen()) {
      return Optional.empty();
    }
    Flow flow = flows.get(0);
    IntPredicate present = total -> has(flow, users, total);
    return flow.search().isPresent() ? atLevel(flow, users, present) : atPeak(flow, users, present);
  }

  private static boolean has(Flow flow, List<UserClass> users, int total) {
    int[] of = Mix.of(flow.classes()).of(total);
    return IntStream.range(0, of.length)
        .anyMatch(i -> of[i] > 0 && users.contains(flow.classes().get(i)));
  }

  private static Optional<Missing> atPeak(Flow flow, List<UserClass> users, IntPredicate present) {
    int peak = (int) Math.round(flow.profile().peak());
    // Not only at the peak: a class may have fewer users when all classes together have more.
    if (IntStream.rangeClosed(1, peak).map(i -> peak + 1 - i).anyMatch(present)) {
      return Optional.empty();
    }
    Optional<String> enough =
        enough(flow, users).map(total -> "raise the profile to " + Quantity.count(total, "user"));
    return Optional.of(
        new Missing(needs(users) + none(peak, " at the peak"), remedy(enough, flow, users, peak)));
  }

  private static Optional<Missing> atLevel(Flow flow, List<UserClass> users, IntPredicate present) {
    CapacitySearch search = flow.search().orElseThrow();
    List<Integer> levels = levels(search);
    int first = levels.get(0);
    return levels.stream()
        .filter(level -> !present.test(level))
        .findFirst()
        .map(
            level ->
                new Missing(
                    needs(users)
                        + none(
                            level,
                            (level == first ? " at the first" : " at a") + " level of the search"),
                    remedy(
                        beginning(search, present, all(flow))
                            .map(begin -> "begin with from(" + begin + ")"),
                        flow,
                        users,
                        level)));
  }

  /**
   * The lowest first level from which on the search has these users at all levels.
   *
   * @param all the number of users from which on no class with a weight lacks users
   */
  private static Optional<Integer> beginning(CapacitySearch search, IntPredicate present, int all) {
    return IntStream.range((int) Math.round(search.first()), (int) search.most())
        .limit(all + 1L)
        .filter(
            first ->
                levels(
                        new CapacitySearch(search.unit(), first, search.most())
                            .within(search.tolerance()))
                    .stream()
                    .allMatch(present::test))
        .boxed()
        .findFirst();
  }

  /** The levels that a search may try, in ascending order. */
  private static List<Integer> levels(CapacitySearch search) {
    List<Double> climb = search.climb();
    return Stream.concat(
            climb.stream(),
            IntStream.range(1, climb.size())
                .boxed()
                .flatMap(i -> between(search, climb.get(i - 1), climb.get(i))))
        .map(level -> (int) Math.round(level))
        .sorted()
        .toList();
  }

  /** The levels that a search may try between a level that held and one that broke. */
  private static Stream<Double> between(CapacitySearch search, double held, double broke) {
    return Search.middle(search, held, broke).stream()
        .boxed()
        .flatMap(
            middle ->
                Stream.of(
                        between(search, held, middle),
                        Stream.of(middle),
                        between(search, middle, broke))
                    .flatMap(levels -> levels));
  }

  /** The smallest number of users with one of these classes. */
  private static Optional<Integer> enough(Flow flow, List<UserClass> users) {
    return IntStream.rangeClosed(1, all(flow)).filter(n -> has(flow, users, n)).boxed().findFirst();
  }

  /** The sum of the fixed users and the weights: with as many users, each class has users. */
  private static int all(Flow flow) {
    return flow.classes().stream().mapToInt(c -> c.share().parts() + c.share().users()).sum();
  }

  private static String needs(List<UserClass> users) {
    return "needs users of "
        + users.stream().map(c -> "\"" + c.name() + "\"").collect(Collectors.joining(" or "));
  }

  private static String none(int total, String where) {
    return ", but " + Quantity.count(total, "user") + where + " include none";
  }

  /**
   * What to write.
   *
   * @param more a larger number of users, if that helps
   * @param total the number of users that is too small
   */
  private static String remedy(Optional<String> more, Flow flow, List<UserClass> users, int total) {
    int fixed = flow.classes().stream().mapToInt(c -> c.share().users()).sum();
    Optional<String> oneOfThem =
        fixed >= total // fixed users come first, and leave none
            ? Optional.empty()
            : Optional.of(
                "give "
                    + (users.size() == 1 ? "the class" : "one of these classes")
                    + " fixed(1) instead of its weight");
    return Stream.of(more, oneOfThem)
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + ", or " + other)
        .orElse("write smaller numbers in fixed(…)");
  }
}
