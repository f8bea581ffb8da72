package dev.onrush.internal.run.record;

import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.PairedDifference;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Creates the public view of a duet for the result of a run. */
final class DuetView {

  private DuetView() {}

  static DuetComparison of(Duet duet) {
    return new DuetComparison(
        duet.terms().a(),
        duet.terms().b(),
        duet.terms().margin(),
        duet.lines().stream().map(DuetView::of).toList());
  }

  private static Difference of(Duet.Line line) {
    // The blocks say nothing about a time in which A or B was silent. The difference is then shown
    // only if B is certainly worse by more than the margin.
    Optional<PairedDifference> found =
        line.found()
            .difference()
            .filter(d -> line.found().silence().isEmpty() || d.worseAtLeast() > line.margin());
    Optional<PairedDifference> bounded = found.filter(PairedDifference::isBounded);
    return new Difference(
        line.request(),
        line.statistic(),
        line.asked(),
        number(found, PairedDifference::a),
        number(found, PairedDifference::b),
        number(found, PairedDifference::change),
        number(bounded, PairedDifference::low),
        number(bounded, PairedDifference::high),
        found.map(PairedDifference::confidence).orElse(0.0),
        found.map(PairedDifference::blocks).orElse(0),
        line.margin(),
        found
            .map(d -> d.answerText(line.margin()))
            .or(line.found()::silence)
            .orElse(line.found().whyNot()));
  }

  private static OptionalDouble number(
      Optional<PairedDifference> found, ToDoubleFunction<PairedDifference> part) {
    return found.map(d -> OptionalDouble.of(part.applyAsDouble(d))).orElse(OptionalDouble.empty());
  }
}
