package dev.onrush.metrics;

/**
 * What samples are kept apart by.
 *
 * @param kind a request, a group of them, an arrival, a tick of an event loop, or a metric
 * @param userClass a user class, or the scenario of a plain Gatling simulation
 * @param name the request's name, after the groups around it: {@code Checkout / Pay}
 * @param phase the phase in which it was sent
 */
public record Series(Kind kind, String userClass, String name, String phase, Outcome outcome) {

  /** What is timed. */
  public enum Kind {
    REQUEST,
    /** From entering a group to leaving it, waits included. */
    GROUP,
    /** From the moment when a user was due to the moment when it began: the generator's own lag. */
    ARRIVAL,
    /** By how much a timer on one of Gatling's event loops came late: the generator's own lag. */
    EVENT_LOOP,
    /**
     * What the simulation recorded itself; a value of 1 is a sample of 1 ms, so that it has three
     * decimals, and the no of a rate is a failure.
     */
    METRIC
  }

  /** The name of every arrival. */
  public static final String ARRIVAL = "(arrival)";

  /** The name of every event loop. */
  public static final String EVENT_LOOP = "(event loop)";

  /** Stands for names past {@link Recorder#MAX_NAMES}. */
  public static final String OTHER = "(other)";
}
