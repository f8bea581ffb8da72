package dev.onrush.internal.metrics;

import dev.onrush.internal.metrics.recording.Recorder;

/**
 * A series of samples: the attributes by which samples are kept apart.
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
    /**
     * All responses of an arrival rate once more, each from when it would have been sent if its
     * user had begun when it was due.
     */
    DUE,
    /** Between two iterations of a user: think time, and what pacing adds. */
    WAIT,
    /** From the moment when a user was due to the moment when it began: the generator's own lag. */
    ARRIVAL,
    /** By how much a timer on one of Gatling's event loops came late: the generator's own lag. */
    EVENT_LOOP,
    /** The parts of the time of a call of Java code: waiting for a thread, and running on it. */
    CALL,
    /**
     * What the simulation recorded itself; a value of 1 is a sample of 1 ms, so that it has three
     * decimals, and the no of a rate is a failure.
     */
    METRIC
  }

  /** The name of every arrival. */
  public static final String ARRIVAL = "(arrival)";

  /** The name of all responses from when they were due. */
  public static final String DUE = "(from due)";

  /** The name of every wait. */
  public static final String WAIT = "(wait)";

  /** The name of every event loop. */
  public static final String EVENT_LOOP = "(event loop)";

  /** The name of the waits of calls that found all threads busy. */
  public static final String CALL_QUEUED = "(queued for a thread)";

  /** The name of the waits of calls for which there was a thread at once. */
  public static final String CALL_STARTED = "(thread was free)";

  /** The name of the time of calls on their threads. */
  public static final String CALL_RUNNING = "(on its thread)";

  /** The name of all names past {@link Recorder#MAX_NAMES}. */
  public static final String OTHER = "(other)";
}
