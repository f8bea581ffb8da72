package dev.onrush.internal.gatling.chain;

import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percentile;
import io.gatling.commons.stats.assertion.Assertion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import scala.Product;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Converts Gatling's own assertions to thresholds, so that all requirements of a run are judged by
 * the same figures and have one verdict. {@code global().failedRequests().percent().lt(1.0)} is
 * {@code error rate < 1 %}, and {@code details("Checkout",
 * "Pay").responseTime().percentile(95).lt(500)} is {@code p95 of Checkout / Pay < 500 ms}. The
 * response time of a group is the sum of the response times of its requests, as in Gatling.
 */
public final class GatlingAssertions {

  private final ChainContents names;

  private GatlingAssertions(ChainContents names) {
    this.names = names;
  }

  /**
   * Returns the assertions of a simulation as thresholds.
   *
   * @param names the names of the requests and groups of the simulation
   * @throws IllegalArgumentException if there is no equivalent threshold for an assertion
   */
  public static List<Threshold> thresholds(Iterable<Assertion> assertions, ChainContents names) {
    GatlingAssertions made = new GatlingAssertions(names);
    List<Threshold> thresholds = new ArrayList<>();
    CollectionConverters.asJava(assertions).forEach(a -> thresholds.addAll(made.thresholds(a)));
    return thresholds;
  }

  /** An assertion is one threshold, or two for a range that excludes its ends. */
  private List<Threshold> thresholds(Assertion assertion) {
    Product target = (Product) assertion.target();
    Product condition = (Product) assertion.condition();
    boolean successes =
        target.productPrefix().equals("Percent")
            && ((Product) target.productElement(0)).productPrefix().equals("SuccessfulRequests");
    if (successes && isShare(condition)) {
      throw unknown(
          assertion,
          "percent() goes up to 100, and nearly every run has more than 1 % of successes");
    }
    Statistic statistic = statistic(assertion, target);
    boolean whole = statistic == Simple.REQUEST_COUNT || COUNTS.contains(statistic);
    boolean time = target.productPrefix().equals("Time");
    Figure figure = new Figure(statistic, scope((Product) assertion.path(), time));
    List<? extends Condition> bounds =
        isExclusive(condition) && !whole
            ? successes
                ? between(rest(condition, 1), rest(condition, 0))
                : between(number(condition, 0), number(condition, 1))
            : List.of(
                successes ? ofRest(assertion, condition) : bound(assertion, condition, whole));
    return bounds.stream().map(bound -> new Threshold(figure, bound)).toList();
  }

  /** Whether the condition requires at least a number that is written as a share, such as 0.95. */
  private static boolean isShare(Product condition) {
    return (condition.productPrefix().equals("Gt") || condition.productPrefix().equals("Gte"))
        && number(condition, 0) > 0
        && number(condition, 0) <= 1;
  }

  /** Whether the condition is a range without its ends. */
  private static boolean isExclusive(Product condition) {
    return condition.productPrefix().equals("Between") && condition.productElement(2).equals(false);
  }

  private static List<Bound> between(double low, double high) {
    return List.of(new Bound(Comparison.ABOVE, low), new Bound(Comparison.BELOW, high));
  }

  private static final List<Simple> COUNTS = List.of(Simple.ERROR_COUNT, Simple.SUCCESS_COUNT);

  @SuppressWarnings("unchecked")
  private Scope scope(Product path, boolean time) {
    return switch (path.productPrefix()) {
      case "ForAll" -> Scope.ALL.of(Subject.EACH_REQUEST);
      case "Details" -> {
        List<String> parts =
            List.copyOf(
                CollectionConverters.asJavaCollection((Iterable<String>) path.productElement(0)));
        String name = String.join(Subject.GROUP_SEPARATOR, parts);
        yield Scope.ALL.of(
            !names.isGroup(parts)
                ? new Subject.Request(name)
                : time ? new Subject.GroupWithoutPauses(name) : new Subject.Group(name));
      }
      default -> Scope.ALL;
    };
  }

  private static Statistic statistic(Assertion assertion, Product target) {
    return switch (target.productPrefix()) {
      case "MeanRequestsPerSecond" -> Simple.THROUGHPUT;
      case "Time" -> time(assertion, (Product) target.productElement(1));
      case "Percent" ->
          switch (((Product) target.productElement(0)).productPrefix()) {
            case "FailedRequests", "SuccessfulRequests" -> Simple.ERROR_RATE;
            default -> throw unknown(assertion, "all requests are always 100 % of all requests");
          };
      case "Count" ->
          switch (((Product) target.productElement(0)).productPrefix()) {
            case "FailedRequests" -> Simple.ERROR_COUNT;
            case "SuccessfulRequests" -> Simple.SUCCESS_COUNT;
            default -> Simple.REQUEST_COUNT;
          };
      default -> throw unknown(assertion, "its target is unknown");
    };
  }

  private static Statistic time(Assertion assertion, Product stat) {
    return switch (stat.productPrefix()) {
      case "Min" -> Simple.MIN;
      case "Max" -> Simple.MAX;
      case "Mean" -> Simple.MEAN;
      case "StandardDeviation" -> Simple.STANDARD_DEVIATION;
      case "Percentile" -> new AtPercentile(new Percentile((double) stat.productElement(0)));
      default -> throw unknown(assertion, "its statistic is unknown");
    };
  }

  /**
   * Converts a condition on a figure.
   *
   * @param whole whether the figure is a whole number, so that an excluded bound is replaced by the
   *     next number
   */
  private static Condition bound(Assertion assertion, Product condition, boolean whole) {
    return switch (condition.productPrefix()) {
      case "Lt" -> new Bound(Comparison.BELOW, number(condition, 0));
      case "Lte" -> new Bound(Comparison.AT_MOST, number(condition, 0));
      case "Gt" -> new Bound(Comparison.ABOVE, number(condition, 0));
      case "Gte" -> new Bound(Comparison.AT_LEAST, number(condition, 0));
      case "Is" -> new Bound(Comparison.EQUAL, number(condition, 0));
      case "Between" -> {
        double step = whole && isExclusive(condition) ? 1 : 0;
        yield new Between(number(condition, 0) + step, number(condition, 1) - step);
      }
      case "In" -> oneOf(assertion, condition);
      default -> throw unknown(assertion, "its condition is unknown");
    };
  }

  /** Converts a condition on the percentage of successes to one on the percentage of failures. */
  private static Condition ofRest(Assertion assertion, Product condition) {
    return switch (condition.productPrefix()) {
      case "Lt" -> new Bound(Comparison.ABOVE, rest(condition, 0));
      case "Lte" -> new Bound(Comparison.AT_LEAST, rest(condition, 0));
      case "Gt" -> new Bound(Comparison.BELOW, rest(condition, 0));
      case "Gte" -> new Bound(Comparison.AT_MOST, rest(condition, 0));
      case "Is" -> new Bound(Comparison.EQUAL, rest(condition, 0));
      case "Between" -> new Between(rest(condition, 1), rest(condition, 0));
      default -> throw unknown(assertion, "it lists percentages of successes");
    };
  }

  /** Computed in decimals: 100 - 99.9 is 0.1, while doubles give 0.09999999999999432. */
  private static double rest(Product condition, int index) {
    return BigDecimal.valueOf(100)
        .subtract(BigDecimal.valueOf(number(condition, index)))
        .doubleValue();
  }

  /** Converts a list of consecutive whole numbers, as in {@code in(1, 2, 3)}. */
  private static Condition oneOf(Assertion assertion, Product condition) {
    List<Double> numbers =
        CollectionConverters.asJavaCollection((Iterable<?>) condition.productElement(0)).stream()
            .map(n -> ((Number) n).doubleValue())
            .sorted()
            .distinct()
            .toList();
    double first = numbers.isEmpty() ? 0 : numbers.get(0);
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != first + i || first != Math.rint(first)) {
        throw unknown(assertion, "its numbers are not consecutive");
      }
    }
    if (numbers.isEmpty()) {
      throw unknown(assertion, "it lists no number");
    }
    return new Between(first, numbers.get(numbers.size() - 1));
  }

  private static double number(Product condition, int index) {
    return ((Number) condition.productElement(index)).doubleValue();
  }

  private static IllegalArgumentException unknown(Assertion assertion, String why) {
    return new IllegalArgumentException(
        "assertion \""
            + assertion
            + "\" is not supported: "
            + why
            + "; write it as a threshold, such as errorRate().below(ofPercent(1)), in thresholds()");
  }
}
