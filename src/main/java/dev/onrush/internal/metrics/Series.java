package dev.onrush.internal.metrics;

/**
 * The attributes that distinguish one series of samples from another.
 *
 * @param kind the kind of sample: a request, a group of requests, an arrival, a timer of an event
 *     loop, or a metric, for example
 * @param userClass a user class, or the scenario of a plain Gatling simulation
 * @param name the request's name, after the names of the groups around it: {@code Checkout / Pay}
 * @param phase the phase in which the request was sent
 */
public record Series(Kind kind, String userClass, String name, String phase, Outcome outcome) {

  /** The kind of a sample: what its time measures. */
  public enum Kind {
    REQUEST,
    /** From entering a group to leaving it, including waits. */
    GROUP,
    /** The response times of a group's requests, added up. */
    GROUP_WITHOUT_PAUSES,
    /**
     * The responses of an arrival rate a second time. Here each time starts at the moment when the
     * request would have been sent if its user had started when it was due.
     */
    DUE,
    /** Between two iterations of a user: think time, and the time that pacing adds. */
    WAIT,
    /**
     * From the moment when a user was due to the moment when it started: the generator's own lag.
     */
    ARRIVAL,
    /** The delay of a timer on one of Gatling's event loops: the generator's own lag. */
    EVENT_LOOP,
    /**
     * From the beginning of a burst after a standstill of the generator to a request or a response
     * in this burst.
     */
    BURST,
    /**
     * The parts of the time of a call of Java code: waiting for a thread, and running on a thread.
     */
    CALL,
    /**
     * A metric that the simulation recorded itself. A value of 1 is stored as a sample of 1 ms, so
     * that it has three decimals. For a rate, "no" is stored as a failure, and each sample has the
     * code "yes" or "no".
     */
    METRIC
  }

  /** Returns the series of the same samples with another outcome. */
  public Series with(Outcome other) {
    return new Series(kind, userClass, name, phase, other);
  }

  /** The name of the series of arrivals. */
  public static final String ARRIVAL = "(arrival)";

  /** The name of the series of responses that are timed from when they were due. */
  public static final String DUE = "(from due)";

  /** The name of the series of waits. */
  public static final String WAIT = "(wait)";

  /** The name of the series of event loop timers. */
  public static final String EVENT_LOOP = "(event loop)";

  /** The name of the series of bursts. */
  public static final String BURST = "(burst)";

  /** The name of the series of waits of calls that found all threads busy. */
  public static final String CALL_QUEUED = "(queued for a thread)";

  /** The name of the series of waits of calls that found a free thread. */
  public static final String CALL_STARTED = "(thread was free)";

  /** The name of the series of the time that calls ran on their threads. */
  public static final String CALL_RUNNING = "(on its thread)";

  /** The name that all names share for which a run has no room. */
  public static final String OTHER = "(other)";

  /** The name of requests and groups whose own name is blank. */
  static final String NAMELESS = "(no name)";

  /**
   * Returns the name under which the samples of a name are counted. A blank name would be invisible
   * in tables, and an empty label in Prometheus's format means the sum of all requests.
   */
  public static String shown(String name) {
    return name.isBlank() ? NAMELESS : name;
  }
}
