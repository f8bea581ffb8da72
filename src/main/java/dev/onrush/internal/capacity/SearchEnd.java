package dev.onrush.internal.capacity;

/** The reason why a search ended. */
public enum SearchEnd {
  /** The highest level that held and the lowest that broke are close, and both were seen twice. */
  FOUND,
  /** The highest level allowed held, twice. */
  HELD_ALL,
  /** The lowest level broke, twice. */
  BROKE_AT_ONCE,
  /** The generator could not produce the load of a level, twice in a row. */
  GENERATOR,
  /** A threshold had nothing to judge, twice in a row. */
  NO_DATA,
  /** The service did not recover within the time allowed for a rest. */
  NOT_RECOVERED,
  /** All allowed probes were used before the result was certain. */
  OUT_OF_PROBES,
  /** A user steered the run by hand. */
  STEERED,
  /** The run ended before the search did. */
  UNFINISHED
}
