package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.verdict.figure.Span;
import java.time.Duration;
import java.util.List;

/**
 * Everything that is known about one breach, for the rules to examine.
 *
 * @param breach when the threshold broke
 * @param before the time before the breach with which it is compared; without readings if the
 *     threshold broke at once
 * @param during the examined time of the breach
 * @param about what the threshold is about
 * @param service the figures that the service published about itself
 * @param all all requests to the service, and their responses
 * @param load the requests of the users that the threshold is about, and their responses
 * @param generator faults of the generator at that time
 * @param comparedWithA whether {@code before} is the time of A of a duet, which was read in the
 *     same time
 */
public record Evidence(
    Duration breach,
    Span before,
    Span during,
    About about,
    ServiceFigures service,
    LoadFigures all,
    LoadFigures load,
    List<String> generator,
    boolean comparedWithA) {

  /**
   * The delay with which a cause may be seen: readings are a second apart, and a figure covers two
   * seconds.
   */
  private static final Duration LATE = Duration.ofSeconds(2);

  /**
   * The same if the threshold broke at once and is not about failures. A service that has just
   * begun to work is slow in its first seconds, before anything else makes it slow.
   */
  private static final Duration LATE_AT_ONCE = Duration.ofSeconds(5);

  /** The kind of figure that a threshold is about. */
  public enum About {
    /** Response times. */
    TIMES,
    /** Failures. */
    FAILURES,
    /** Responses of a status, whether the script expects it or not. */
    STATUS,
    /** The values of one of the simulation's own metrics, such as their mean. */
    VALUES,
    /** Throughput and everything else. */
    OTHER;

    /** Whether failures of requests may be what broke. */
    public boolean mayBeOfFailures() {
      return this != TIMES && this != VALUES;
    }
  }

  /** The least share of failed requests that explains a breach of another figure. */
  private static final double FEW_FAILED = 0.05;

  /** The least share of the time that failed requests took if the times are theirs. */
  private static final double MOST_TIME = 0.5;

  /** Copies the list. */
  public Evidence {
    generator = List.copyOf(generator);
  }

  /**
   * Whether failures may explain the breach: it is about them, or many requests failed. A single
   * refused request among thousands does not halve the throughput.
   */
  public boolean mayBeExplainedByFailures() {
    return about == About.FAILURES
        || about == About.STATUS
        || load.failureShare(during) >= FEW_FAILED;
  }

  /** Whether failed requests took most of the time that all requests took. */
  public boolean isTimeOfFailures() {
    return load.responses(during).failureShareOfTime() >= MOST_TIME;
  }

  /** Returns the evidence with a fault of the generator. */
  public Evidence withGenerator(String fault) {
    return new Evidence(
        breach, before, during, about, service, all, load, List.of(fault), comparedWithA);
  }

  /**
   * Returns the evidence without the last quarter of the time before the breach. It serves to find
   * causes that cost so little at first that the threshold breaks some seconds after they begin. If
   * B of a duet is compared with A, the evidence stays the same.
   */
  public Evidence comparedEarlier() {
    if (comparedWithA) {
      return this;
    }
    Duration length = before.to().minus(before.from());
    Span earlier = new Span(before.from(), before.from().plus(length.multipliedBy(3).dividedBy(4)));
    return new Evidence(
        breach, earlier, during, about, service, all, load, generator, comparedWithA);
  }

  /**
   * The start of a cause that no series shows: the breach. If B of a duet is compared with A, it is
   * the run's start, because the difference was there from then on.
   */
  public Duration since() {
    return comparedWithA ? Duration.ZERO : breach;
  }

  /**
   * Whether something that began at this moment may be the cause: no cause begins after its effect.
   */
  public boolean isInTime(Duration since) {
    return since.compareTo(latest()) <= 0;
  }

  /**
   * Whether a change of a figure at this moment may be the cause. A service in trouble answers
   * late, so the first reading after the breach is in time, however late it comes.
   */
  public boolean isInTime(Duration since, FigureOverTime figure) {
    return isInTime(since) || !figure.isRead(latest(), since);
  }

  /** The latest moment at which a cause may be seen for the first time. */
  public Duration latest() {
    boolean atOnce = before.to().equals(before.from());
    boolean ofFailures = about == About.FAILURES || about == About.STATUS;
    return breach.plus(atOnce && !ofFailures ? LATE_AT_ONCE : LATE);
  }
}
