package dev.onrush.internal.finding.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure that is higher during a breach than before it.
 *
 * @param since the first reading that is nearer to the new level than to the old one
 * @param level the mean before the breach; empty if there were too few readings to know it
 * @param during the mean during the breach
 */
public record Rise(Duration since, OptionalDouble level, double during) {

  /**
   * Returns the rise; empty if the figure did not rise this much, or only after the breach had
   * begun.
   *
   * @param factor the least ratio of the mean during the breach to the mean before it; an unknown
   *     mean before does not rule out a rise
   * @param least the least mean during the breach
   */
  public static Optional<Rise> of(
      Evidence evidence, FigureOverTime figure, double factor, double least) {
    OptionalDouble during = figure.mean(evidence.during());
    OptionalDouble level = figure.level(evidence.before());
    double before = level.orElse(0);
    if (during.isEmpty()
        || during.getAsDouble() < least
        || during.getAsDouble() < factor * before) {
      return Optional.empty();
    }
    double middle = (before + during.getAsDouble()) / 2;
    return figure
        .since(evidence.during(), value -> value >= middle)
        .filter(since -> evidence.isInTime(since, figure))
        .map(since -> new Rise(since, level, during.getAsDouble()));
  }

  /** The mean before the breach; 0 if it is not known. */
  public double before() {
    return level.orElse(0);
  }

  /**
   * Whether the figure rose by this factor per request too, since more requests alone make it rise.
   * True if there was no request before or during the breach, because it is then unknown.
   */
  public boolean isForEachRequest(Evidence evidence, double factor) {
    double requestsBefore = evidence.all().throughput(evidence.before());
    double requestsDuring = evidence.all().throughput(evidence.during());
    return requestsBefore == 0
        || requestsDuring == 0
        || during / requestsDuring >= factor * before() / requestsBefore;
  }

  /** How much higher the figure is. */
  public double by() {
    return during - before();
  }
}
