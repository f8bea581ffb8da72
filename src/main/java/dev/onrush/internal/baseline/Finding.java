package dev.onrush.internal.baseline;

/** The finding of a comparison with a baseline. */
public enum Finding {
  /** Worse: the change is beyond chance and beyond the least effect that matters. */
  REGRESSION,
  /** Better: the change is beyond chance and beyond the least effect that matters. */
  IMPROVEMENT,
  /** The interval is too wide to exclude a change that matters; that is never "no change". */
  INCONCLUSIVE,
  /** The whole interval is too small to matter. */
  NO_CHANGE,
  /** There is too little data to say anything; that is never "no change". */
  TOO_SHORT
}
