package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.metrics.Outcome;

/**
 * Packs the series, outcome, status code and error of a sample into the one long that {@link
 * SampleLog} keeps: 29 bits for the number of the series, 3 for the outcome, 16 for the status code
 * and 16 for the error. Codes and errors are numbered from 1; 0 means that there is no code or
 * error.
 */
final class SampleCode {

  private static final int CODE_SHIFT = 16;
  private static final int OUTCOME_SHIFT = 32;
  private static final int SERIES_SHIFT = 35;
  private static final long MASK = 0xFFFF;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private SampleCode() {}

  @SuppressWarnings("EnumOrdinal") // packed for a short time and read back by the same program
  static long of(long series, Outcome outcome, long code, long error) {
    return series << SERIES_SHIFT
        | (long) outcome.ordinal() << OUTCOME_SHIFT
        | code << CODE_SHIFT
        | error;
  }

  static int series(long sample) {
    return (int) (sample >>> SERIES_SHIFT);
  }

  static Outcome outcome(long sample) {
    return OUTCOMES[(int) (sample >>> OUTCOME_SHIFT) & 7];
  }

  static int code(long sample) {
    return (int) (sample >>> CODE_SHIFT & MASK);
  }

  static int error(long sample) {
    return (int) (sample & MASK);
  }
}
