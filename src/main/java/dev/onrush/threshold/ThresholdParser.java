package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Ratio;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Stability;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Group;
import dev.onrush.threshold.Subject.GroupWithoutPauses;
import dev.onrush.threshold.Subject.Metric;
import dev.onrush.threshold.Subject.Request;
import dev.onrush.threshold.Subject.Service;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses the text of a threshold. Its grammar:
 *
 * <pre>
 * threshold  = measure condition { "," option }
 * measure    = figure [ "every" time | "over" figure | "worse than baseline"
 *            | "worse than A" ]
 *            | "drift of" figure | "stability of" figure | "recovery in" name [ "in flow" name ]
 *            | "capacity"
 * figure     = statistic [ "of" subject ] [ "by" name ] [ "in" name ] [ "in flow" name ]
 * subject    = "each request" | "group" name [ "without pauses" ]
 *            | ( "metric" | "service" ) name | name
 * condition  = ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "=" ) bound | "between" bound "and" bound
 * option     = "warning" | "abort after" time [ "and" number "samples" ] | "implied"
 *            | "scaled by" number "from" measure condition
 * </pre>
 *
 * <p>A name that contains a word of the grammar must be written in quotation marks.
 */
final class ThresholdParser {

  private static final Pattern PERCENTILE = Pattern.compile("p(\\d+(?:\\.\\d+)?)");
  private static final Pattern APDEX = Pattern.compile("apdex\\((.*)\\)");

  /** The words that end a name without quotation marks. */
  private static final List<String> KEYWORDS =
      List.of("of", "by", "in", "every", "over", "worse", "between", "<", "<=", ">", ">=", "=");

  private static final List<String> KEYWORDS_OF_GROUP =
      Stream.concat(KEYWORDS.stream(), Stream.of("without")).toList();

  private static final List<String> STATISTICS =
      Stream.of(Simple.values())
          .map(Simple::toString)
          // the longest first: "total per second" before "total"
          .sorted(Comparator.comparing(String::length).reversed())
          .toList();

  /**
   * The parts of a threshold's text.
   *
   * @param warning whether a breach does not fail the run
   */
  record Parts(
      Measure measure,
      Condition condition,
      Optional<Abort> abort,
      boolean warning,
      Optional<Scaling> scaling,
      boolean implied) {}

  private final ThresholdLexer words;

  private ThresholdParser(ThresholdLexer words) {
    this.words = words;
  }

  /**
   * Parses a threshold.
   *
   * @param made creates the threshold from its parts
   * @throws IllegalArgumentException if the text is not a threshold, or {@code made} refuses its
   *     parts
   */
  static <T> T parse(String text, Function<Parts, T> made) {
    try {
      return made.apply(new ThresholdParser(new ThresholdLexer(text)).parts());
    } catch (ThresholdLexer.SyntaxException e) {
      throw e; // its message says where the fault is
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("threshold was \"" + text + "\": " + e.getMessage(), e);
    }
  }

  private Parts parts() {
    Measure measure = measure();
    Condition condition = condition(measure.quantity());
    Optional<Abort> abort = Optional.empty();
    Optional<Scaling> scaling = Optional.empty();
    boolean warning = false;
    boolean implied = false;
    while (!words.atEnd()) {
      expect(",", "a comma, or the end");
      if (!warning && take("warning")) {
        warning = true;
      } else if (abort.isEmpty() && take("abort", "after")) {
        abort = Optional.of(abort());
      } else if (scaling.isEmpty() && take("scaled", "by")) {
        scaling = Optional.of(scaling());
      } else if (!implied && take("implied")) {
        implied = true;
      } else {
        throw words.expected("warning, or abort after 10 s, each once");
      }
    }
    return new Parts(measure, condition, abort, warning, scaling, implied);
  }

  private Measure measure() {
    if (take("drift", "of")) {
      return new Drift(figure());
    }
    if (take("stability", "of")) {
      return new Stability(figure());
    }
    if (take("recovery", "in")) {
      String phase = name("a phase");
      return new Recovery(
          phase, take("in", "flow") ? Optional.of(name("a flow")) : Optional.empty());
    }
    if (take("capacity")) {
      return new Capacity(words.rest().contains("/s") ? Quantity.FREQUENCY : Quantity.COUNT);
    }
    Figure figure = figure();
    if (take("every")) {
      return new EveryWindow(figure, time());
    }
    if (take("over")) {
      return new Ratio(figure, figure());
    }
    if (take("worse", "than", "baseline")) {
      return new Worsening(figure);
    }
    if (take("worse", "than", "A")) {
      return new WorseThanA(figure);
    }
    return figure;
  }

  private Figure figure() {
    Statistic statistic = statistic();
    Scope scope = Scope.ALL;
    if (take("of")) {
      scope = scope.of(subject());
    }
    if (take("by")) {
      scope = scope.by(name("a user class"));
    }
    boolean flow = take("in", "flow");
    if (flow) {
      scope = scope.inFlow(name("a flow"));
    }
    if (take("in")) {
      scope = scope.during(name("a phase"));
    }
    if (!flow && take("in", "flow")) {
      scope = scope.inFlow(name("a flow"));
    }
    return new Figure(statistic, scope);
  }

  private Subject subject() {
    if (take("each", "request")) {
      return Subject.EACH_REQUEST;
    }
    if (take("group")) {
      String name = name("a group", KEYWORDS_OF_GROUP);
      return take("without", "pauses") ? new GroupWithoutPauses(name) : new Group(name);
    }
    if (take("metric")) {
      return new Metric(name("a metric"));
    }
    if (take("service")) {
      return new Service(name("a metric of the service"));
    }
    return new Request(name("a request"));
  }

  private Statistic statistic() {
    for (String simple : STATISTICS) {
      if (!isOfStatus() && take(simple.split(" ", -1))) {
        return Arrays.stream(Simple.values())
            .filter(s -> s.toString().equals(simple))
            .findFirst()
            .orElseThrow();
      }
    }
    for (boolean share : new boolean[] {true, false}) {
      if (take(share ? "share" : "count", "of", "status")) {
        return new Status(next("a status code such as 503 or 5xx"), share);
      }
    }
    String word = words.rest().startsWith("apdex") ? untilParenthesis() : next(ALLOWED);
    Matcher percentile = PERCENTILE.matcher(word);
    if (percentile.matches()) {
      return new AtPercentile(new Percentile(Double.parseDouble(percentile.group(1))));
    }
    Matcher apdex = APDEX.matcher(word);
    if (apdex.matches()) {
      return new Apdex(Quantity.parseDuration(apdex.group(1)));
    }
    words.back();
    throw words.expected(ALLOWED);
  }

  private static final String ALLOWED =
      "a statistic such as p95, mean, max, standard deviation, error rate, error count, success count,"
          + " throughput,"
          + " request count, share of status 503, count of status 5xx, apdex(500 ms), drift of p95,"
          + " stability of throughput, recovery in spike or capacity";

  private String untilParenthesis() {
    StringBuilder word = new StringBuilder();
    do {
      word.append(next("apdex(500 ms)")).append(' ');
    } while (word.indexOf(")") < 0);
    return word.toString().strip();
  }

  private Condition condition(Quantity quantity) {
    if (take("between")) {
      double low = bound(quantity, "and");
      expect("and", "and, with the upper bound after it");
      return Between.of(low, bound(quantity, ","), quantity);
    }
    for (Comparison comparison : Comparison.values()) {
      if (take(comparison.sign())) {
        return new Bound(comparison, bound(quantity, ","));
      }
    }
    throw words.expected("of, by, in, every, over or a bound such as \"< 500 ms\"");
  }

  private double bound(Quantity quantity, String end) {
    String bound = words.until(List.of(end));
    if (bound.isEmpty()) {
      throw words.expected("a bound such as " + quantity.exact(1));
    }
    if (Stream.of(Comparison.values()).anyMatch(of -> bound.contains(of.sign()))) {
      throw words.expected("one comparison, followed by its bound");
    }
    return quantity.parse(bound);
  }

  private Abort abort() {
    Duration grace = time();
    if (!take("and")) {
      return new Abort(grace, 1);
    }
    String number = next("a number of samples");
    expect("samples", "samples");
    return new Abort(grace, (long) Quantity.COUNT.parse(number));
  }

  /** Parses the original of a threshold that was fitted to a run, which occurs in the run's log. */
  private Scaling scaling() {
    double by = Quantity.NUMBER.parse(next("a factor"));
    expect("from", "from, with the threshold as it was written");
    Measure measure = measure();
    return new Scaling(measure, condition(measure.quantity()), by);
  }

  /** Parses a time: {@code 10 s}, or {@code 10s}. */
  private Duration time() {
    String number = next("a time such as 10 s");
    boolean apart = number.matches("[\\d.]+") && !words.atEnd();
    return Quantity.parseDuration(apart ? number + " " + next("a unit of time") : number);
  }

  private String name(String what) {
    return name(what, KEYWORDS);
  }

  private String name(String what, List<String> keywords) {
    String word = next("the name of " + what);
    if (ThresholdLexer.isQuoted(word)) {
      return ThresholdLexer.unquoted(word);
    }
    words.back();
    if (keywords.contains(word)) {
      throw words.expected("the name of " + what);
    }
    return words.until(keywords);
  }

  private String next(String wanted) {
    if (words.atEnd()) {
      throw words.expected(wanted);
    }
    return words.next();
  }

  private void expect(String word, String wanted) {
    if (!words.take(word)) {
      throw words.expected(wanted);
    }
  }

  private boolean take(String... expected) {
    return words.take(expected);
  }

  /**
   * Whether a statistic of a status is next. "share of status 503" and "count of status 5xx" begin
   * like other statistics.
   */
  private boolean isOfStatus() {
    String first = words.peek(0);
    return (first.equals("share") || first.equals("count"))
        && words.peek(1).equals("of")
        && words.peek(2).equals("status");
  }
}
