package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.WorseThanA;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Subject.AllRequests;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes a threshold on a page: its figures as texts, and its bound for the charts. */
public final class ThresholdRow {

  /** From this ratio on, a multiple of the limit is clearer than a percentage. */
  private static final double TIMES = 2;

  private ThresholdRow() {}

  /**
   * Writes a row.
   *
   * @param phases the phases of the run
   * @param length the duration of the run so far
   */
  public static void write(
      ObjectNode node, Judgement judgement, List<Phase> phases, Duration length) {
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
    bound(node, judgement, phases, length);
  }

  /** Adds the indexes of the thresholds on a request to its line. */
  public static void writeIndexes(String request, ObjectNode line, List<Judgement> judgements) {
    for (int i = 0; i < judgements.size(); i++) {
      if (isOn(request, judgements.get(i))) {
        line.withArray("thresholds").add(i);
      }
    }
  }

  /**
   * Describes the distance of the figure from its bound: {@code 12.0 % headroom}, {@code 5.10 times
   * the limit}, {@code 40.0 % short}. If there are two bounds, uses the one that is nearer to being
   * broken. Empty for a difference or a drift within its bound of which only the certain part is
   * known: the true one may be nearer to the bound, or beyond it.
   */
  static Optional<String> headroom(Judgement judgement) {
    if (judgement.actual().isEmpty() || Double.isInfinite(judgement.actual().getAsDouble())) {
      return Optional.empty();
    }
    double actual = judgement.actual().getAsDouble();
    Condition condition = judgement.threshold().condition();
    if (isOnlyTheCertainPart(judgement.threshold().measure(), actual) && condition.holds(actual)) {
      return Optional.empty();
    }
    return condition.sides().stream()
        .filter(side -> side.bound() > 0 && side.comparison() != Comparison.EQUAL)
        .min(Comparator.comparingDouble(side -> spare(side, actual)))
        .map(side -> headroom(side, actual));
  }

  private static boolean isOnlyTheCertainPart(Measure measure, double actual) {
    return measure instanceof WorseThanA
        || measure instanceof Worsening
        || (measure instanceof Drift && actual == 0);
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

  /** Returns the distance to the bound as a share of the bound; negative beyond the bound. */
  private static double spare(Bound side, double actual) {
    double distance = isUpper(side) ? side.bound() - actual : actual - side.bound();
    return distance / side.bound();
  }

  private static boolean isUpper(Bound side) {
    return side.comparison() == Comparison.BELOW || side.comparison() == Comparison.AT_MOST;
  }

  /** Writes the bound of a statistic of requests, which the charts of that statistic draw. */
  private static void bound(
      ObjectNode node, Judgement judgement, List<Phase> phases, Duration length) {
    Optional<Figure> drawn = drawn(judgement);
    if (drawn.isEmpty() || !(judgement.threshold().condition() instanceof Bound bound)) {
      return;
    }
    Scope scope = drawn.get().scope();
    ObjectNode line =
        node.putObject("bound")
            .put("statistic", drawn.get().statistic().toString())
            .put("value", bound.bound())
            .put("upper", isUpper(bound) || bound.comparison() == Comparison.EQUAL)
            .put("lower", !isUpper(bound))
            .put("all", scope.subject() instanceof AllRequests);
    if (scope.phase().isPresent()) {
      ArrayNode spans = line.putArray("spans");
      ScopeSpans.of(scope, phases, length)
          .forEach(
              span ->
                  spans
                      .addObject()
                      .put("from", span.from().toMillis())
                      .put("to", span.to().toMillis()));
    }
  }

  /**
   * Returns whether the charts of the request with this name draw the threshold's bound. The bound
   * of a threshold on all requests is not drawn there.
   */
  private static boolean isOn(String request, Judgement judgement) {
    return drawn(judgement)
        .map(figure -> figure.scope().subject())
        .filter(subject -> !(subject instanceof AllRequests) && subject.matches(request))
        .isPresent();
  }

  /**
   * Returns the figure whose bound charts draw: a figure of one request or of all requests that is
   * not limited to a user class or a flow.
   */
  private static Optional<Figure> drawn(Judgement judgement) {
    return judgement.threshold().condition() instanceof Bound
            && judgement.threshold().measure() instanceof Figure figure
            && figure.scope().userClass().isEmpty()
            && figure.scope().flow().isEmpty()
            && figure.scope().subject().source() == Subject.Source.REQUESTS
        ? Optional.of(figure)
        : Optional.empty();
  }
}
