package dev.onrush.threshold;

import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a threshold looks at: one number that is known at the end, and mostly before. */
public sealed interface Measure
    permits Figure, Measure.Ratio, Measure.OfFigure, Measure.Trend, Measure.Capacity {

  /** What the number measures. */
  Quantity quantity();

  /** Whose samples it is about; of a ratio, those of its first figure. */
  Scope scope();

  /** The same of the request with this name. */
  Measure ofRequest(String name);

  /** The same with every name in it as {@code rename} gives it back. */
  Measure renamed(UnaryOperator<String> rename);

  /** The statistics it is made of. */
  List<Figure> figures();

  /** Whether it can be judged while the run goes on. */
  default boolean knownEarly() {
    return true;
  }

  /**
   * One figure by another: {@code p95 in spike over p95 in baseline}.
   *
   * @param figure the numerator
   * @param by what it is divided by; not each request
   */
  record Ratio(Figure figure, Figure by) implements Measure {
    public Ratio {
      Given.value(figure, "figure of a ratio");
      Given.value(by, "figure that a ratio divides by");
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
    public Ratio ofRequest(String name) {
      return new Ratio(figure.ofRequest(name), by);
    }

    @Override
    public Ratio renamed(UnaryOperator<String> rename) {
      return new Ratio(figure.renamed(rename), by.renamed(rename));
    }

    @Override
    public String toString() {
      return figure + " over " + by;
    }
  }

  /**
   * The worst of all windows of this length, which slide by an interval: {@code p95 of Login every
   * 10 s}. A window without samples has no response time; it does have a throughput, which is 0.
   *
   * @param length whole seconds, from 1 s to 1 h
   */
  record EveryWindow(Figure figure, Duration length) implements OfFigure {

    /** The longest window: its seconds are kept while it slides. */
    static final Duration LONGEST = Duration.ofHours(1);

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
    public EveryWindow ofRequest(String name) {
      return new EveryWindow(figure.ofRequest(name), length);
    }

    @Override
    public EveryWindow renamed(UnaryOperator<String> rename) {
      return new EveryWindow(figure.renamed(rename), length);
    }

    @Override
    public String toString() {
      return figure + " every " + Quantity.duration(length);
    }
  }

  /** A measure that looks at one statistic in its own way. */
  sealed interface OfFigure extends Measure {

    /** The statistic. */
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

  /** How something goes over time; known at the end only. */
  sealed interface Trend extends Measure {
    @Override
    default boolean knownEarly() {
      return false;
    }

    @Override
    default Quantity quantity() {
      return Quantity.SHARE;
    }
  }

  /**
   * How much a figure has risen from the begin of the scope's time to its end: in percent of its
   * median, or in percentage points of a share; 0 where no rise is certain. Without a phase it is
   * asked of the steady state.
   */
  record Drift(Figure figure) implements Trend, OfFigure {
    public Drift {
      Given.value(figure, "figure of a drift");
      figure =
          figure.scope().phase().isPresent()
              ? figure
              : figure.with(figure.scope().in(Scope.STEADY_STATE));
    }

    @Override
    public Drift ofRequest(String name) {
      return new Drift(figure.ofRequest(name));
    }

    @Override
    public Drift renamed(UnaryOperator<String> rename) {
      return new Drift(figure.renamed(rename));
    }

    @Override
    public String toString() {
      return "drift of " + figure;
    }
  }

  /**
   * How much a figure varies over the scope's time: its coefficient of variation, which is standard
   * deviation by mean, in percent. Without a phase it is asked of the steady state.
   */
  record Stability(Figure figure) implements Trend, OfFigure {
    public Stability {
      Given.value(figure, "figure of a stability");
      figure =
          figure.scope().phase().isPresent()
              ? figure
              : figure.with(figure.scope().in(Scope.STEADY_STATE));
    }

    @Override
    public Stability ofRequest(String name) {
      return new Stability(figure.ofRequest(name));
    }

    @Override
    public Stability renamed(UnaryOperator<String> rename) {
      return new Stability(figure.renamed(rename));
    }

    @Override
    public String toString() {
      return "stability of " + figure;
    }
  }

  /**
   * How much worse a figure is than that of the baseline, the run's named earlier runs: in percent
   * of it, or in percentage points of a share; 0 where no change for the worse is certain.
   */
  record Worsening(Figure figure) implements Trend, OfFigure {
    public Worsening {
      Given.value(figure, "figure that is compared with a baseline");
      boolean percentile =
          figure.statistic() instanceof Statistic.AtPercentile at && at.percentile().value() < 100;
      Subject subject = figure.scope().subject();
      if (!(percentile || COMPARED.contains(figure.statistic()))
          || !(subject instanceof Subject.AllRequests
              || subject instanceof Subject.EachRequest
              || subject instanceof Subject.Request)) {
        throw new IllegalArgumentException(
            "threshold compares \""
                + figure
                + "\" with a baseline; percentiles below 100, mean, error rate and throughput of all"
                + " requests, of one or of each are compared");
      }
    }

    @Override
    public Worsening ofRequest(String name) {
      return new Worsening(figure.ofRequest(name));
    }

    @Override
    public Worsening renamed(UnaryOperator<String> rename) {
      return new Worsening(figure.renamed(rename));
    }

    @Override
    public String toString() {
      return figure + " worse than baseline";
    }
  }

  /** The statistics that are compared with a baseline, beside percentiles. */
  Set<Statistic> COMPARED = Set.of(Simple.MEAN, Simple.ERROR_RATE, Simple.THROUGHPUT);

  /** How long after a phase it was as before that phase. */
  record Recovery(String phase) implements Trend {
    public Recovery {
      Given.value(phase, "phase of a recovery");
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
    public Scope scope() {
      return Scope.ALL.in(phase);
    }

    @Override
    public Recovery ofRequest(String name) {
      return this;
    }

    @Override
    public Recovery renamed(UnaryOperator<String> rename) {
      return new Recovery(rename.apply(phase));
    }

    @Override
    public String toString() {
      return "recovery in " + phase;
    }
  }

  /**
   * The highest load that was proven by a search for it: arrivals each second, or users.
   *
   * @param quantity FREQUENCY of arrivals, COUNT of users
   */
  record Capacity(Quantity quantity) implements Measure {
    public Capacity {
      Given.value(quantity, "quantity of a capacity");
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
    public Capacity ofRequest(String name) {
      return this;
    }

    @Override
    public Capacity renamed(UnaryOperator<String> rename) {
      return this;
    }

    @Override
    public boolean knownEarly() {
      return false;
    }

    @Override
    public String toString() {
      return "capacity";
    }
  }
}
