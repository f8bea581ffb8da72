package dev.onrush.internal.duet;

/** The answers about the difference between two variants, which hold at every moment of a run. */
public enum Answer {
  /** B is certainly worse than A. */
  WORSE,
  /** B is certainly better than A. */
  BETTER,
  /** The difference is certainly within the margin, in either direction. */
  NO_CHANGE,
  /** No other answer is certain. */
  UNDECIDED
}
