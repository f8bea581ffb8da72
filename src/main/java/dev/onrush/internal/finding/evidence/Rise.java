package dev.onrush.internal.finding.evidence;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure that is higher during a breach than before it.
 *
 * @param since the first reading that is nearer to what it rose to
 * @param level its mean before; empty if too little was read by then to know it
 * @param during its mean during the breach
 */
public record Rise(Duration since, OptionalDouble level, double during) {

  /**
   * Empty if it did not rise so much, or only after the breach had begun.
   *
   * @param factor of its mean before; what is not known of it then does not keep it from having
   *     risen
   * @param least that it rose to
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

  /** Its mean before; 0 if it is not known. */
  public double before() {
    return level.orElse(0);
  }

  /**
   * Whether it is so many times as high for each request too: more requests alone make more of it.
   * Where there was no request before or during the breach it cannot be told, and is taken to be.
   */
  public boolean isForEachRequest(Evidence evidence, double factor) {
    double requestsBefore = evidence.load().throughput(evidence.before());
    double requestsDuring = evidence.load().throughput(evidence.during());
    return requestsBefore == 0
        || requestsDuring == 0
        || during / requestsDuring >= factor * before() / requestsBefore;
  }

  /** By how much it is higher. */
  public double by() {
    return during - before();
  }
}
