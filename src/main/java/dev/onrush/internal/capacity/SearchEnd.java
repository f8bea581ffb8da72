package dev.onrush.internal.capacity;

/** Why a search was over. */
public enum SearchEnd {
  /** The highest level that held and the lowest that broke are close, and both were seen twice. */
  FOUND,
  /** The highest level that was to be tried held, twice. */
  HELD_ALL,
  /** The lowest level broke, twice. */
  BROKE_AT_ONCE,
  /** The generator could not bring a level, twice. */
  GENERATOR,
  /** There was nothing to judge. */
  NO_DATA,
  /** The service was not as before within the time to rest. */
  NOT_RECOVERED,
  /** All probes were used up before it was certain. */
  OUT_OF_PROBES,
  /** Somebody steered the run by hand. */
  STEERED,
  /** The run was over before the search was. */
  UNFINISHED
}
