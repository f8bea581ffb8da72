package dev.onrush.internal.finding;

import dev.onrush.internal.finding.evidence.Evidence.About;
import dev.onrush.internal.verdict.figure.Span;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Set;

/**
 * A threshold that broke, and when.
 *
 * @param name the name of the threshold, as reports show it
 * @param before the time that the breach is compared with
 */
record BrokenThreshold(Judgement judgement, String name, Span span, Span before) {

  /**
   * The time before a breach that is used for comparison. Readings nearer to the breach than {@link
   * #GAP} are left out, because they may belong to it.
   */
  private static final Duration BEFORE = Duration.ofSeconds(20);

  private static final Duration GAP = Duration.ofSeconds(2);

  /** A reading this soon after the start of a breach describes the second before it. */
  private static final Duration AT = Duration.ofMillis(500);

  private static final Duration SHORTEST = Duration.ofSeconds(4);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** Statistics of single values, other than of their number or sum. */
  private static final Set<Statistic> OF_VALUES =
      Set.of(Simple.MEAN, Simple.MIN, Simple.MAX, Simple.STANDARD_DEVIATION);

  private static final Set<Statistic> OF_FAILURES =
      Set.of(Simple.ERROR_RATE, Simple.ERROR_COUNT, Simple.SUCCESS_COUNT);

  /** Creates a threshold that broke in a run, whose breach is compared with the time before. */
  BrokenThreshold(Judgement judgement, Span span) {
    this(judgement, judgement.threshold().name(), span, before(span));
  }

  /** The time that a breach of a run is compared with. */
  static Span before(Span breach) {
    Duration begin = later(breach.from().minus(BEFORE), Duration.ZERO);
    return new Span(begin, later(breach.from().minus(GAP), begin));
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Whether a threshold broke, or would have broken as measured. */
  static boolean isBroken(Judgement judgement) {
    return judgement.verdict() == Verdict.FAIL
        || judgement.asMeasured().filter(would -> would == Verdict.FAIL).isPresent();
  }

  boolean isCertain() {
    return judgement.verdict() == Verdict.FAIL;
  }

  static boolean isOnTheDifference(Judgement judgement) {
    return judgement.threshold().measure() instanceof WorseThanA;
  }

  /** What the figure of a threshold is about. */
  static About about(Judgement judgement) {
    return about(judgement.threshold());
  }

  /** What the figure of a threshold is about. */
  static About about(Threshold threshold) {
    return threshold.measure().figures().stream()
        .findFirst()
        .map(BrokenThreshold::about)
        .orElse(About.TIMES);
  }

  private static About about(Figure figure) {
    Statistic statistic = figure.statistic();
    if (figure.quantity() == Quantity.TIME) {
      return About.TIMES;
    }
    if (figure.scope().subject().source() == Source.METRIC
        && (statistic instanceof AtPercentile || OF_VALUES.contains(statistic))) {
      return About.VALUES;
    }
    if (statistic instanceof Status) {
      return About.STATUS;
    }
    return OF_FAILURES.contains(statistic) ? About.FAILURES : About.OTHER;
  }

  /** The time of the breach in which its causes are looked for. */
  Span during() {
    Duration least = span.from().plus(SHORTEST);
    Duration most = span.from().plus(LONGEST);
    Duration to = span.to();
    to = to.compareTo(least) < 0 ? least : to.compareTo(most) > 0 ? most : to;
    return new Span(span.from().plus(AT), to);
  }

  /** Whether a fault of the generator was at the start of the breach; later ones are no cause. */
  boolean startsWith(GeneratorFinding fault) {
    return fault.from().compareTo(span.from().plus(GAP)) <= 0
        && fault.to().compareTo(span.from().minus(GAP)) >= 0;
  }

  /** Whether the generator's own share of the figure decides whether the threshold is kept. */
  private boolean isUndecided() {
    Condition condition = judgement.threshold().condition();
    return judgement.verdict() == Verdict.INVALID
        && judgement
            .uncertainty()
            .filter(range -> condition.holds(range.least()) != condition.holds(range.most()))
            .isPresent();
  }

  /** Describes the generator's own share because of which the threshold is INVALID. */
  String shareOfTheGenerator() {
    return !isUndecided() || judgement.threshold().measure() instanceof Worsening
        ? judgement.detail()
        : "the generator itself may account for the difference: the range of the true figure is "
            + judgement.uncertaintyText().orElseGet(this::range);
  }

  private String range() {
    Uncertainty range = judgement.uncertainty().orElseThrow();
    Threshold threshold = judgement.threshold();
    return threshold.valueText(range.least()) + " to " + threshold.valueText(range.most());
  }
}
