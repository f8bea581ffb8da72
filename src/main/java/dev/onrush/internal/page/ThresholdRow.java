package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Quantity;
import java.util.Comparator;
import java.util.Optional;

/** A threshold on a page: its figures as texts, and its bound for the charts. */
final class ThresholdRow {

  /** From here on, how many times is more telling than percent. */
  private static final double TIMES = 2;

  private ThresholdRow() {}

  static void write(ObjectNode node, Judgement judgement) {
    node.put("name", Texts.shown(judgement.threshold().name()));
    node.put("target", judgement.threshold().target());
    node.put("actual", judgement.actualText());
    node.put("samples", judgement.samplesText());
    node.put("detail", Texts.shown(judgement.detail()));
    node.put("status", judgement.status());
    node.put("warning", judgement.threshold().isWarning());
    judgement.asMeasured().ifPresent(would -> node.put("would", would.name()));
    judgement.moment().ifPresent(at -> node.put("at", at.toMillis()));
    headroom(judgement).ifPresent(text -> node.put("headroom", text));
    bound(node, judgement);
  }

  /**
   * How far the figure is from its bound, in words: {@code 12.0 % headroom}, {@code 5.10 times the
   * limit}, {@code 40.0 % short}. Of two bounds, the one that is nearer to being broken.
   */
  static Optional<String> headroom(Judgement judgement) {
    if (judgement.actual().isEmpty() || Double.isInfinite(judgement.actual().getAsDouble())) {
      return Optional.empty();
    }
    double actual = judgement.actual().getAsDouble();
    Condition condition = judgement.threshold().condition();
    return condition.sides().stream()
        .filter(side -> side.bound() > 0 && side.comparison() != Comparison.EQUAL)
        .min(Comparator.comparingDouble(side -> spare(side, actual)))
        .map(side -> headroom(side, actual));
  }

  private static String headroom(Bound side, double actual) {
    double spare = spare(side, actual);
    double times = actual / side.bound();
    if (spare >= 0) {
      return isUpper(side) || times < TIMES
          ? Quantity.SHARE.text(100 * spare) + (side.holds(actual) ? " headroom" : ", at the limit")
          : times(times) + " the minimum";
    }
    if (isUpper(side)) {
      return times >= TIMES
          ? times(times) + " the limit"
          : Quantity.SHARE.text(-100 * spare) + " over";
    }
    return Quantity.SHARE.text(-100 * spare) + " short";
  }

  private static String times(double times) {
    return Line.number(times) + " times";
  }

  /** The distance to the bound as a share of it; negative on the bad side. */
  private static double spare(Bound side, double actual) {
    double distance = isUpper(side) ? side.bound() - actual : actual - side.bound();
    return distance / side.bound();
  }

  private static boolean isUpper(Bound side) {
    return side.comparison() == Comparison.BELOW || side.comparison() == Comparison.AT_MOST;
  }

  /** The bound of a statistic of all requests or of one, which charts of that statistic draw. */
  private static void bound(ObjectNode node, Judgement judgement) {
    Measure measure = judgement.threshold().measure();
    if (!(judgement.threshold().condition() instanceof Bound bound)
        || !(measure instanceof Figure figure)
        || figure.scope().userClass().isPresent()
        || figure.scope().flow().isPresent()
        || figure.scope().subject().source() != Subject.Source.REQUESTS) {
      return;
    }
    ObjectNode line =
        node.putObject("bound")
            .put("statistic", figure.statistic().toString())
            .put("value", bound.bound())
            .put("upper", isUpper(bound) || bound.comparison() == Comparison.EQUAL)
            .put("lower", !isUpper(bound));
    figure.scope().phase().ifPresent(phase -> line.put("phase", Texts.shown(phase)));
    figure.scope().subject().named().ifPresent(name -> line.put("request", Texts.shown(name)));
  }
}
