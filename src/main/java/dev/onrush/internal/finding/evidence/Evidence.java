package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.List;

/**
 * All that is known of one breach: what a rule looks at.
 *
 * @param breach when the threshold broke
 * @param before the time before it that is compared with; without readings if it broke at once
 * @param during the time of the breach that is looked at
 * @param about what the threshold asks
 * @param service what the service said of itself
 * @param load what was sent and answered
 * @param generator faults of the generator at that time
 * @param besideA whether the time before is that of A of a duet, which was read in the same time
 */
public record Evidence(
    Duration breach,
    Span before,
    Span during,
    About about,
    ServiceFigures service,
    LoadFigures load,
    List<String> generator,
    boolean besideA) {

  /** Readings are a second apart, and a figure is that of two seconds. */
  private static final Duration LATE = Duration.ofSeconds(2);

  /** What a threshold asks. */
  public enum About {
    /** Response times. */
    TIMES,
    /** Failures. */
    FAILURES,
    /** Responses of a status, whether the script expects it or not. */
    STATUS,
    /** Throughput and all else. */
    OTHER
  }

  /** Copies the list. */
  public Evidence {
    generator = List.copyOf(generator);
  }

  /** The same with a fault of the generator. */
  public Evidence withGenerator(String fault) {
    return new Evidence(breach, before, during, about, service, load, List.of(fault), besideA);
  }

  /**
   * The same without the last quarter of the time before: for what costs so little at first that
   * the threshold breaks some seconds after it has begun. Beside A of a duet it is the same.
   */
  public Evidence comparedEarlier() {
    if (besideA) {
      return this;
    }
    Duration length = before.to().minus(before.from());
    Span earlier = new Span(before.from(), before.from().plus(length.multipliedBy(3).dividedBy(4)));
    return new Evidence(breach, earlier, during, about, service, load, generator, besideA);
  }

  /**
   * Since when a cause is there of which no series tells it: since the breach; beside A of a duet
   * since the run's start, because the difference was there from then on.
   */
  public Duration since() {
    return besideA ? Duration.ZERO : breach;
  }

  /** Whether something that began then may be the cause: an effect does not precede it. */
  public boolean isInTime(Duration since) {
    return since.compareTo(latest()) <= 0;
  }

  /**
   * The same of a figure that is read: a service in trouble answers late, so the first reading
   * after the breach is in time, however late it is.
   */
  public boolean isInTime(Duration since, FigureOverTime figure) {
    return isInTime(since) || !figure.isRead(latest(), since);
  }

  /** The latest moment at which a cause is seen. */
  public Duration latest() {
    return breach.plus(LATE);
  }
}
