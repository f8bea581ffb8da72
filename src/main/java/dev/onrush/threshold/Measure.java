package dev.onrush.threshold;

import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The number that a threshold judges. It is known at the end of a run, and in most cases during the
 * run. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Measure {

  /** The statistics that are compared with a baseline, in addition to percentiles. */
  Set<Statistic> COMPARED = FigureValidation.COMPARED;

  /** The quantity of the number. */
  Quantity quantity();

  /** The values that the number can have. */
  Range range();

  /** The samples of the measure; for a ratio, the samples of its first figure. */
  Scope scope();

  /** The figures of which the measure consists; empty for a recovery and a capacity. */
  List<Figure> figures();

  /** Returns this measure with each figure replaced by what {@code change} returns for it. */
  Measure mapped(UnaryOperator<Figure> change);

  /**
   * Returns this measure for the request with exactly this name and these groups. In a ratio, only
   * the first figure is changed.
   */
  default Measure ofRequest(String name) {
    return mapped(figure -> figure.ofRequest(name));
  }

  /** Returns this measure with each name replaced by what {@code rename} returns for it. */
  default Measure renamed(UnaryOperator<String> rename) {
    return mapped(figure -> figure.renamed(rename));
  }

  /** Whether the measure can be judged during the run. */
  boolean knownEarly();

  /** The word for one sample of the measure: {@code request}, {@code sample}, {@code reading}. */
  default String sample() {
    return scope().subject().source().sample();
  }

  /** The value as text: {@code 812 ms}; {@code never} if it is infinite. */
  default String valueText(double value) {
    return value == Double.POSITIVE_INFINITY ? "never" : quantity().text(value);
  }

  /**
   * The value as text, with as many decimals as are needed to tell it from the nearest bound of a
   * condition: {@code 200.4 ms}.
   */
  default String valueText(double value, Condition beside) {
    return beside.sides().stream()
        .map(Condition.Bound::bound)
        .min(Comparator.comparingDouble(bound -> Math.abs(bound - value)))
        .filter(bound -> value != Double.POSITIVE_INFINITY)
        .map(bound -> quantity().text(value, bound))
        .orElseGet(() -> valueText(value));
  }

  /** The measured value in a sentence: {@code p95 of Login was 812 ms}. */
  default String sentence(double value, Condition beside) {
    return this + " was " + valueText(value, beside);
  }

  /**
   * Returns this measure for a run of another length: the length of windows is multiplied by {@code
   * time}.
   *
   * @param time the factor for the times of the run; above 0
   */
  default Measure paced(double time) {
    return this;
  }

  /**
   * The factor for the bounds of this measure in a run of another size.
   *
   * @param users the factor for users and rates; above 0
   * @param time the factor for the times of the run; above 0
   */
  double growth(double users, double time);

  /** The number of which bounds are multiples: 1 for counts; 0 if a bound can be any number. */
  default double step() {
    return quantity() == Quantity.COUNT ? 1 : 0;
  }

  /**
   * The measure as text: {@code p95 of Login in spike}.
   *
   * @param name returns a name as it is written, such as in quotation marks
   */
  String text(UnaryOperator<String> name);

  /** Calls the method of {@code cases} for this kind of measure and returns its result. */
  <R> R match(Cases<R> cases);

  /**
   * A function of a measure, with one method for each kind of measure, so that an implementation
   * cannot forget one.
   *
   * @param <R> the type of the result
   */
  interface Cases<R> {

    /** Returns the result for a statistic. */
    R figure(Figure figure);

    /** Returns the result for a ratio. */
    R ratio(Ratio ratio);

    /** Returns the result for the worst window. */
    R window(EveryWindow window);

    /** Returns the result for a drift. */
    R drift(Drift drift);

    /** Returns the result for a variation. */
    R stability(Stability stability);

    /** Returns the result for a comparison with the baseline. */
    R worsening(Worsening worsening);

    /** Returns the result for a comparison with A in a duet. */
    R worseThanA(WorseThanA worse);

    /** Returns the result for a recovery. */
    R recovery(Recovery recovery);

    /** Returns the result for a capacity. */
    R capacity(Capacity capacity);
  }

  /**
   * A statistic of a scope: {@code p95 of Login in spike}.
   *
   * @param statistic a statistic that the samples of the scope have
   * @param scope the samples
   */
  record Figure(Statistic statistic, Scope scope) implements Measure {

    /**
     * Creates a figure.
     *
     * @throws IllegalArgumentException if a component is null, the samples have no such statistic,
     *     or a metric of the service is restricted to a user class
     */
    public Figure {
      Given.value(statistic, "statistic of a threshold");
      Given.value(scope, "scope of a threshold");
      FigureValidation.checkExists(statistic, scope);
    }

    /**
     * Returns the same statistic of another scope.
     *
     * @throws IllegalArgumentException if {@code other} is null, or its samples have no such
     *     statistic
     */
    public Figure with(Scope other) {
      return new Figure(statistic, other);
    }

    /** Returns the same figure, restricted to the steady state if it names no phase. */
    private Figure inSteadyState() {
      return scope.phase().isPresent() ? this : with(scope.during(Scope.STEADY_STATE));
    }

    @Override
    public Quantity quantity() {
      return statistic.quantity(scope.subject().source());
    }

    @Override
    public Range range() {
      return switch (scope.subject().source()) {
        case REQUESTS, GROUP, METRIC -> statistic.range(scope.subject().source());
        case SERVICE -> Range.ANY;
      };
    }

    @Override
    public List<Figure> figures() {
      return List.of(this);
    }

    @Override
    public Figure mapped(UnaryOperator<Figure> change) {
      return change.apply(this);
    }

    @Override
    public Figure ofRequest(String name) {
      return with(scope.of(new Subject.ExactRequest(name)));
    }

    @Override
    public Figure renamed(UnaryOperator<String> rename) {
      return with(scope.renamed(rename));
    }

    @Override
    public boolean knownEarly() {
      return true;
    }

    @Override
    public double growth(double users, double time) {
      return switch (scope.subject().source()) {
        case REQUESTS, GROUP, METRIC -> statistic.growth(users, time);
        case SERVICE -> 1;
      };
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.figure(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return statistic + scope.text(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * One figure divided by another: {@code p95 in spike over p95 in baseline}.
   *
   * @param figure the numerator
   * @param by the denominator; not a figure of each request
   */
  record Ratio(Figure figure, Figure by) implements Measure {

    /**
     * Creates a ratio.
     *
     * @throws IllegalArgumentException if a component is null, or the denominator is a figure of
     *     each request
     */
    public Ratio {
      Given.value(figure, "figure of a ratio");
      Given.value(by, "divisor of a ratio");
      if (by.scope().subject() == Subject.EACH_REQUEST) {
        throw new IllegalArgumentException(
            "threshold divides by \"" + by + "\"; divide by one request, or by all");
      }
    }

    @Override
    public List<Figure> figures() {
      return List.of(figure, by);
    }

    @Override
    public Quantity quantity() {
      return Quantity.NUMBER;
    }

    @Override
    public Scope scope() {
      return figure.scope();
    }

    @Override
    public Range range() {
      return Range.POSITIVE;
    }

    @Override
    public boolean knownEarly() {
      return true;
    }

    @Override
    public Ratio mapped(UnaryOperator<Figure> change) {
      return new Ratio(change.apply(figure), change.apply(by));
    }

    @Override
    public Ratio ofRequest(String name) {
      return new Ratio(figure.ofRequest(name), by);
    }

    @Override
    public double growth(double users, double time) {
      return figure.growth(users, time) / by.growth(users, time);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.ratio(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return figure.text(name) + " over " + by.text(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The worst value of a figure in all windows of a length, where each window starts one interval
   * after the window before: {@code p95 of Login every 10 s}. A window without samples has no
   * response time and no share; its counts and its throughput are 0.
   *
   * @param figure the figure of each window
   * @param length the length of a window; whole seconds, from 1 s to 1 h
   */
  record EveryWindow(Figure figure, Duration length) implements OfFigure {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest window. The seconds of a window are kept while it moves. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * Creates the worst value of a figure in windows of a length.
     *
     * @throws IllegalArgumentException if the length is outside its range, or not in whole seconds
     */
    public EveryWindow {
      Given.value(figure, "figure of a window");
      Given.value(length, "window of threshold \"" + figure + "\"");
      if (length.toSeconds() < 1 || length.compareTo(LONGEST) > 0 || length.toNanosPart() != 0) {
        throw new IllegalArgumentException(
            "window of threshold \""
                + figure
                + "\" was "
                + Quantity.duration(length)
                + "; whole seconds from 1 s to 1 h are allowed");
      }
    }

    @Override
    public Quantity quantity() {
      return figure.quantity();
    }

    @Override
    public Range range() {
      return figure.range();
    }

    @Override
    public boolean knownEarly() {
      return true;
    }

    /**
     * Returns this measure for a run of another length. Windows are rounded to whole seconds; they
     * last at least 1 s and at most 1 h.
     */
    @Override
    public EveryWindow paced(double time) {
      long seconds = Math.round(length.toSeconds() * time);
      return new EveryWindow(
          figure,
          seconds < 1
              ? SHORTEST
              : seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds));
    }

    /**
     * The factor for the bounds. A count within a window grows with the window's own length, which
     * is rounded.
     */
    @Override
    public double growth(double users, double time) {
      double stretch =
          figure.growth(1, 2) == 1
              ? 1
              : (double) paced(time).length.toSeconds() / length.toSeconds();
      return figure.growth(users, 1) * stretch;
    }

    @Override
    public EveryWindow mapped(UnaryOperator<Figure> change) {
      return new EveryWindow(change.apply(figure), length);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.window(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return figure.text(name) + " every " + Quantity.duration(length);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /** A measure of one figure, such as its worst window. */
  sealed interface OfFigure extends Measure {

    /** The figure that is measured. */
    Figure figure();

    @Override
    default Scope scope() {
      return figure().scope();
    }

    @Override
    default List<Figure> figures() {
      return List.of(figure());
    }
  }

  /** A measure of the course of a whole run, which is known only at the end of the run. */
  sealed interface Trend extends Measure {
    @Override
    default boolean knownEarly() {
      return false;
    }

    @Override
    default Quantity quantity() {
      return Quantity.SHARE;
    }

    /**
     * All numbers from 0 on. There is no highest value, because a service can become worse without
     * end, or never recover.
     */
    @Override
    default Range range() {
      return Range.POSITIVE;
    }

    @Override
    default double growth(double users, double time) {
      return 1;
    }
  }

  /**
   * The rise of a figure from the start of the scope's time to its end: in percent of the median of
   * the figure or, for a share, in percentage points; 0 if no rise is certain.
   *
   * @param figure the figure; if it names no phase, it is restricted to the steady state
   */
  record Drift(Figure figure) implements Trend, OfFigure {

    /**
     * Creates the drift of a figure.
     *
     * @throws IllegalArgumentException if {@code figure} is null
     */
    public Drift {
      Given.value(figure, "figure of a drift");
      figure = figure.inSteadyState();
    }

    @Override
    public Drift mapped(UnaryOperator<Figure> change) {
      return new Drift(change.apply(figure));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.drift(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return "drift of " + figure.text(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The variation of a figure over the scope's time: its coefficient of variation, which is the
   * standard deviation divided by the mean, in percent.
   *
   * @param figure the figure; if it names no phase, it is restricted to the steady state
   */
  record Stability(Figure figure) implements Trend, OfFigure {

    /**
     * Creates the stability of a figure.
     *
     * @throws IllegalArgumentException if {@code figure} is null
     */
    public Stability {
      Given.value(figure, "figure of stability(…)");
      figure = figure.inSteadyState();
    }

    @Override
    public Stability mapped(UnaryOperator<Figure> change) {
      return new Stability(change.apply(figure));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.stability(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return "stability of " + figure.text(name);
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The amount by which a figure is certainly worse than the baseline, which consists of named
   * earlier runs: in percent of the baseline or, for a share, in percentage points; 0 if no change
   * for the worse is certain.
   *
   * @param figure the figure: a percentile below 100, mean, error rate or throughput of requests
   */
  record Worsening(Figure figure) implements Trend, OfFigure {

    /**
     * Creates the change of a figure compared with the baseline.
     *
     * @throws IllegalArgumentException if {@code figure} is null or cannot be compared with a
     *     baseline
     */
    public Worsening {
      Given.value(figure, "figure that is compared with a baseline");
      FigureValidation.checkComparedWithBaseline(figure.statistic(), figure.scope());
    }

    @Override
    public Worsening mapped(UnaryOperator<Figure> change) {
      return new Worsening(change.apply(figure));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.worsening(this);
    }

    @Override
    public String sentence(double value, Condition beside) {
      return value == 0
          ? figure + " was not certainly worse than the baseline"
          : figure + " was at least " + valueText(value, beside) + " worse than the baseline";
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return figure.text(name) + " worse than baseline";
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The amount by which a figure of B is certainly worse than the same figure of A in a duet: in
   * percent of the figure of A or, for a share, in percentage points; 0 if no change for the worse
   * is certain.
   *
   * @param figure the figure: a percentile below 100, mean, error rate or throughput of all
   *     requests, of one or of each, over the whole run and all users
   */
  record WorseThanA(Figure figure) implements OfFigure {

    /**
     * Creates the change of a figure of B compared with A.
     *
     * @throws IllegalArgumentException if {@code figure} is null, or a duet does not compare it
     */
    public WorseThanA {
      Given.value(figure, "figure that is compared with A");
      FigureValidation.checkComparedWithA(figure.statistic(), figure.scope());
    }

    @Override
    public Quantity quantity() {
      return Quantity.SHARE;
    }

    /**
     * All numbers from 0 on. There is no highest value, because one time can be many times another.
     */
    @Override
    public Range range() {
      return Range.POSITIVE;
    }

    @Override
    public boolean knownEarly() {
      return true;
    }

    @Override
    public double growth(double users, double time) {
      return 1;
    }

    @Override
    public WorseThanA mapped(UnaryOperator<Figure> change) {
      return new WorseThanA(change.apply(figure));
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.worseThanA(this);
    }

    @Override
    public String sentence(double value, Condition beside) {
      return value == 0
          ? figure + " was not certainly worse than A"
          : figure + " was at least " + valueText(value, beside) + " worse than A";
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return figure.text(name) + " worse than A";
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The time after a phase until the service is as it was before that phase.
   *
   * @param phase the phase that disturbs the service
   * @param flow the flow of the phase; needed if several flows have a phase of this name
   */
  record Recovery(String phase, Optional<String> flow) implements Trend {

    /** The resolution of a recovery: one second, in milliseconds. */
    private static final double STEP = 1000;

    /**
     * Creates the recovery from a phase.
     *
     * @throws IllegalArgumentException if a component is null
     */
    public Recovery {
      Given.value(phase, "phase of a recovery");
      Given.value(flow, "flow of a recovery");
    }

    /**
     * Creates the recovery from the phase of this name.
     *
     * @throws IllegalArgumentException if {@code phase} is null
     */
    public Recovery(String phase) {
      this(phase, Optional.empty());
    }

    @Override
    public List<Figure> figures() {
      return List.of();
    }

    @Override
    public Quantity quantity() {
      return Quantity.TIME;
    }

    @Override
    public String sentence(double value, Condition beside) {
      return value == Double.POSITIVE_INFINITY
          ? "no " + this
          : this + " took " + valueText(value, beside);
    }

    @Override
    public Scope scope() {
      Scope scope = Scope.ALL.during(phase);
      return flow.map(scope::inFlow).orElse(scope);
    }

    @Override
    public Recovery mapped(UnaryOperator<Figure> change) {
      return this;
    }

    @Override
    public Recovery renamed(UnaryOperator<String> rename) {
      return new Recovery(rename.apply(phase), flow.map(rename));
    }

    @Override
    public double growth(double users, double time) {
      return time;
    }

    @Override
    public double step() {
      return STEP;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.recovery(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return "recovery in "
          + name.apply(phase)
          + flow.map(f -> " in flow " + name.apply(f)).orElse("");
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }

  /**
   * The highest load that a capacity search has proven, in arrivals per second or users.
   *
   * @param quantity {@code FREQUENCY} for arrivals, {@code COUNT} for users
   */
  record Capacity(Quantity quantity) implements Measure {

    /**
     * Creates the capacity in users or arrivals per second.
     *
     * @throws IllegalArgumentException if {@code quantity} is null
     */
    public Capacity {
      Given.value(quantity, "quantity of a capacity");
    }

    @Override
    public Range range() {
      return Range.POSITIVE;
    }

    @Override
    public String sample() {
      return "probe";
    }

    @Override
    public double growth(double users, double time) {
      return users;
    }

    @Override
    public List<Figure> figures() {
      return List.of();
    }

    @Override
    public Scope scope() {
      return Scope.ALL;
    }

    @Override
    public Capacity mapped(UnaryOperator<Figure> change) {
      return this;
    }

    @Override
    public boolean knownEarly() {
      return false;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.capacity(this);
    }

    @Override
    public String text(UnaryOperator<String> name) {
      return "capacity";
    }

    @Override
    public String toString() {
      return text(UnaryOperator.identity());
    }
  }
}
