package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.metrics.timeline.Row;
import java.util.List;

/**
 * The check whether a service is again as it was at the first level. In each of the last three
 * seconds, its p95 must be at most twice the usual p95 of that level, or at most 25 ms longer if
 * that is more, and its error rate at most one percentage point higher. A second without a response
 * passes if no user was active, or if such seconds were as frequent at the first level: the users
 * of a closed workload are active even when none of them is answered.
 *
 * @param usual median of the p95 of all seconds at the first level, in milliseconds
 * @param errors failures as a share of all requests at the first level, 0 to 1
 * @param users peak at the first level
 * @param empty share of the seconds at the first level without a response, 0 to 1
 */
record RecoveryCheck(double usual, double errors, long users, double empty) {

  private static final int ROWS = 3;
  private static final double LONGER = 2;
  private static final double LONGER_MILLIS = 25;
  private static final double MORE_ERRORS = 0.01;
  private static final double MORE_USERS = 1.5;
  private static final int A_FEW_USERS = 5;

  /** The probability below which seconds without a response are not due to chance. */
  private static final double BY_CHANCE = 0.01;

  /** Creates the check from the rows of the first level. */
  static RecoveryCheck ofFirstLevel(List<Row> rows) {
    double[] times = rows.stream().filter(r -> r.timed() > 0).mapToDouble(Row::p95).toArray();
    long attempts = rows.stream().mapToLong(Row::answerable).sum();
    return new RecoveryCheck(
        Median.of(times),
        attempts == 0 ? 0 : (double) rows.stream().mapToLong(Row::failures).sum() / attempts,
        rows.stream().mapToLong(Row::activeUsers).max().orElse(0),
        rows.isEmpty()
            ? 0
            : (double) rows.stream().filter(RecoveryCheck::isEmpty).count() / rows.size());
  }

  private static boolean isEmpty(Row row) {
    return row.timed() == 0;
  }

  /** Whether the service is as before at the end of these rows. */
  boolean hasRecovered(List<Row> rows) {
    List<Row> last = last(rows);
    long unanswered = last.stream().filter(row -> isEmpty(row) && row.activeUsers() > 0).count();
    return last.size() == ROWS
        && unanswered <= Math.ceil(ROWS * empty)
        && last.stream().allMatch(row -> isEmpty(row) || isCalm(row));
  }

  /** Whether this many seconds without a response are unlikely to be due to chance. */
  boolean isSilence(long seconds) {
    return Math.pow(empty, (double) seconds) < BY_CHANCE;
  }

  /** Whether the users of the probe have left. */
  boolean usersHaveGone(List<Row> rows) {
    return !rows.isEmpty()
        && rows.get(rows.size() - 1).activeUsers() <= MORE_USERS * users + A_FEW_USERS;
  }

  private static List<Row> last(List<Row> rows) {
    return rows.subList(Math.max(0, rows.size() - ROWS), rows.size());
  }

  private boolean isCalm(Row row) {
    return row.p95() <= Math.max(usual * LONGER, usual + LONGER_MILLIS)
        && row.errorShare() <= errors + MORE_ERRORS;
  }
}
