package dev.onrush.threshold;

import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.EveryWindow;
import dev.onrush.threshold.Measure.Ratio;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Measure.Stability;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Group;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A threshold as text.
 *
 * <pre>
 * threshold  = measure condition { "," option }
 * measure    = figure [ "every" time | "over" figure | "worse than baseline" ]
 *            | "drift of" figure | "stability of" figure | "recovery in" name | "capacity"
 * figure     = statistic [ "of" subject ] [ "by" name ] [ "in" name ]
 * subject    = "each request" | ( "group" | "metric" | "service" ) name | name
 * condition  = ( "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "=" ) bound | "between" bound "and" bound
 * option     = "warning" | "abort after" time [ "and" number "samples" ] | "implied"
 *            | "scaled by" number "from" measure condition
 * </pre>
 *
 * <p>A name that contains one of these words stands in quotation marks.
 */
final class ThresholdText {

  private static final Pattern WORD =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"" // a name in quotation marks
              + "|[\\w:]+\\{(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*}" // a metric with labels
              + "|<=|>=|[<>=,]|[^\\s<>=,\"]+");
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d+(?:\\.\\d+)?)");
  private static final Pattern APDEX = Pattern.compile("apdex\\((.*)\\)");

  /** What ends a name that is written without quotation marks. */
  private static final List<String> KEYWORDS =
      List.of("of", "by", "in", "every", "over", "worse", "between", "<", "<=", ">", ">=", "=");

  private static final List<String> STATISTICS =
      Stream.of(Simple.values())
          .map(Simple::toString)
          // "total per second" before "total"
          .sorted(Comparator.comparing(String::length).reversed())
          .toList();

  private record Word(String text, int start, int end) {}

  private final String source;
  private final List<Word> words;
  private int at;

  ThresholdText(String source) {
    this.source = source;
    Matcher matcher = WORD.matcher(source);
    this.words = matcher.results().map(r -> new Word(r.group(), r.start(), r.end())).toList();
    int end = 0;
    for (Word word : words) {
      checkBlank(end, word.start);
      end = word.end;
    }
    checkBlank(end, source.length());
  }

  /** All but quotation marks that stand alone, and blanks, is in some word. */
  private void checkBlank(int from, int to) {
    if (!source.substring(from, to).isBlank()) {
      int mark = source.indexOf('"', from);
      throw new SyntaxException(
          "threshold was \""
              + source
              + "\"; at character "
              + (mark + 1)
              + " there is a quotation mark without a second one; names stand between two of them,"
              + " and nothing else does");
    }
  }

  Threshold threshold() {
    try {
      Measure measure = measure();
      Condition condition = condition(measure.quantity());
      Optional<Abort> abort = Optional.empty();
      Optional<Scaling> scaling = Optional.empty();
      Threshold.Severity severity = Threshold.Severity.CRITICAL;
      boolean implied = false;
      while (at < words.size()) {
        expect(",", "a comma, or the end");
        if (severity == Threshold.Severity.CRITICAL && take("warning")) {
          severity = Threshold.Severity.WARNING;
        } else if (abort.isEmpty() && take("abort", "after")) {
          abort = Optional.of(abort());
        } else if (scaling.isEmpty() && take("scaled", "by")) {
          scaling = Optional.of(scaling());
        } else if (!implied && take("implied")) {
          implied = true;
        } else {
          throw expected("warning, or abort after 10 s, each once");
        }
      }
      return new Threshold(measure, condition, abort, severity, scaling, implied);
    } catch (SyntaxException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("threshold was \"" + source + "\": " + e.getMessage(), e);
    }
  }

  /** Says where already. */
  private static final class SyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  private Measure measure() {
    if (take("drift", "of")) {
      return new Drift(figure());
    }
    if (take("stability", "of")) {
      return new Stability(figure());
    }
    if (take("recovery", "in")) {
      return new Recovery(name("a phase"));
    }
    if (take("capacity")) {
      return new Capacity(rest().contains("/s") ? Quantity.FREQUENCY : Quantity.COUNT);
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
    if (take("in")) {
      scope = scope.in(name("a phase"));
    }
    return new Figure(statistic, scope);
  }

  private Subject subject() {
    if (take("each", "request")) {
      return Subject.EACH_REQUEST;
    }
    if (take("group")) {
      return new Group(name("a group"));
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
      if (take(simple.split(" ", -1))) {
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
    String word = rest().startsWith("apdex") ? untilParenthesis() : next(ALLOWED);
    Matcher percentile = PERCENTILE.matcher(word);
    if (percentile.matches()) {
      return new AtPercentile(new Percentile(Double.parseDouble(percentile.group(1))));
    }
    Matcher apdex = APDEX.matcher(word);
    if (apdex.matches()) {
      return new Apdex(Quantity.parseDuration(apdex.group(1)));
    }
    at--;
    throw expected(ALLOWED);
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
      return new Between(low, bound(quantity, ","));
    }
    for (Comparison comparison : Comparison.values()) {
      if (take(comparison.sign())) {
        return new Bound(comparison, bound(quantity, ","));
      }
    }
    throw expected("of, by, in, every, over or a bound such as \"< 500 ms\"");
  }

  private double bound(Quantity quantity, String end) {
    int from = at;
    while (at < words.size() && !words.get(at).text.equals(end)) {
      at++;
    }
    if (from == at) {
      throw expected("a bound such as " + quantity.exact(1));
    }
    return quantity.parse(source.substring(words.get(from).start, words.get(at - 1).end));
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

  /** What a run's log says of a threshold that was fitted to it. */
  private Scaling scaling() {
    double by = Quantity.NUMBER.parse(next("a factor"));
    expect("from", "from, with the threshold as it was written");
    Measure measure = measure();
    return new Scaling(measure, condition(measure.quantity()), by);
  }

  /** {@code 10 s}, or {@code 10s}. */
  private Duration time() {
    String number = next("a time such as 10 s");
    boolean apart = number.matches("[\\d.]+") && at < words.size();
    return Quantity.parseDuration(apart ? number + " " + next("a unit of time") : number);
  }

  private String name(String what) {
    String word = next("the name of " + what);
    if (word.startsWith("\"") && word.length() > 1) {
      return word.substring(1, word.length() - 1).replaceAll("(?s)\\\\(.)", "$1");
    }
    int from = at - 1;
    if (KEYWORDS.contains(word)) {
      at--;
      throw expected("the name of " + what);
    }
    while (at < words.size() && !KEYWORDS.contains(words.get(at).text)) {
      at++;
    }
    return source.substring(words.get(from).start, words.get(at - 1).end);
  }

  private String next(String wanted) {
    if (at == words.size()) {
      throw expected(wanted);
    }
    return words.get(at++).text;
  }

  private void expect(String word, String wanted) {
    if (!take(word)) {
      throw expected(wanted);
    }
  }

  /** Goes on if these words are next. */
  private boolean take(String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (at + i >= words.size() || !words.get(at + i).text.equals(expected[i])) {
        return false;
      }
    }
    // "share of status 503" and "count of status 5xx" begin like other statistics.
    if (expected.length == 1
        && (expected[0].equals("share") || expected[0].equals("count"))
        && at + 2 < words.size()
        && words.get(at + 1).text.equals("of")
        && words.get(at + 2).text.equals("status")) {
      return false;
    }
    at += expected.length;
    return true;
  }

  private String rest() {
    return at < words.size() ? source.substring(words.get(at).start) : "";
  }

  private SyntaxException expected(String wanted) {
    String where =
        at < words.size()
            ? "at character " + (words.get(at).start + 1) + ", \"" + rest() + "\""
            : "at its end";
    return new SyntaxException(
        "threshold was \""
            + source
            + "\"; "
            + where
            + " there should be "
            + wanted
            + "; names that contain words such as of, by and in stand in quotation marks");
  }

  /** Names in quotation marks, and all digits of the bounds. */
  static String of(Threshold threshold) {
    return of(threshold.measure())
        + " "
        + threshold.bound()
        + threshold.abort().map(a -> ", " + a).orElse("")
        + (threshold.isWarning() ? ", warning" : "")
        + threshold.scaling().map(ThresholdText::of).orElse("")
        + (threshold.implied() ? ", implied" : "");
  }

  private static String of(Scaling scaling) {
    return ", scaled by "
        + Quantity.plain(scaling.by())
        + " from "
        + of(scaling.measure())
        + " "
        + scaling.condition().text(scaling.measure().quantity());
  }

  private static String of(Measure measure) {
    if (measure instanceof Figure figure) {
      return of(figure);
    }
    if (measure instanceof Ratio ratio) {
      return of(ratio.figure()) + " over " + of(ratio.by());
    }
    if (measure instanceof EveryWindow window) {
      return of(window.figure()) + " every " + Quantity.duration(window.length());
    }
    if (measure instanceof Drift drift) {
      return "drift of " + of(drift.figure());
    }
    if (measure instanceof Stability stability) {
      return "stability of " + of(stability.figure());
    }
    if (measure instanceof Worsening worsening) {
      return of(worsening.figure()) + " worse than baseline";
    }
    if (measure instanceof Capacity) {
      return measure.toString();
    }
    return "recovery in " + quoted(((Recovery) measure).phase());
  }

  private static String of(Figure figure) {
    Scope scope = figure.scope();
    return figure.statistic()
        + of(scope.subject())
        + scope.userClass().map(c -> " by " + quoted(c)).orElse("")
        + scope.phase().map(p -> " in " + quoted(p)).orElse("");
  }

  private static String of(Subject subject) {
    if (subject instanceof Request request) {
      return " of " + quoted(request.name());
    }
    if (subject instanceof Group group) {
      return " of group " + quoted(group.name());
    }
    if (subject instanceof Metric metric) {
      return " of metric " + quoted(metric.name());
    }
    if (subject instanceof Service service) {
      return " of service " + quoted(service.name());
    }
    return subject.toString();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
