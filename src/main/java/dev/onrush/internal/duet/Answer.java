package dev.onrush.internal.duet;

/** What can be said of the difference between two variants, at every moment of a run. */
public enum Answer {
  /** B is worse than A for certain. */
  WORSE,
  /** B is better than A for certain. */
  BETTER,
  /** The difference is within the margin for certain, whichever way it goes. */
  NO_CHANGE,
  /** None of these is certain. */
  UNDECIDED
}
