package dev.onrush.internal.finding.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure that is higher during a breach than before it.
 *
 * @param since the first reading that is nearer to what it rose to
 * @param before its mean before; 0 if it was not read then
 * @param during its mean during the breach
 */
public record Rise(Duration since, double before, double during) {

  /** As many readings make a level. */
  private static final int FEWEST = 3;

  /**
   * Empty if it did not rise so much, or only after the breach had begun.
   *
   * @param factor of its mean before; a figure that was not read before has risen from 0
   * @param least that it rose to
   */
  public static Optional<Rise> of(
      Evidence evidence, FigureOverTime figure, double factor, double least) {
    OptionalDouble during = figure.mean(evidence.during());
    double before =
        figure.readings(evidence.before()) < FEWEST ? 0 : figure.mean(evidence.before()).orElse(0);
    if (during.isEmpty()
        || during.getAsDouble() < least
        || during.getAsDouble() < factor * before) {
      return Optional.empty();
    }
    double middle = (before + during.getAsDouble()) / 2;
    return figure
        .since(evidence.during(), value -> value >= middle)
        .filter(since -> evidence.isInTime(since, figure))
        .map(since -> new Rise(since, before, during.getAsDouble()));
  }
}
