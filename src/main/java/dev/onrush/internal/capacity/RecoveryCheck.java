package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.timeline.Row;
import java.util.List;

/**
 * The check that a service is as it was at the first level: in each of the last three seconds its
 * p95 was at most twice as long as usual there, or 25 ms longer where that is more, and its error
 * rate at most one percentage point higher. A second without a response counts if no more users
 * waited in it than then.
 *
 * @param usual median of the p95 of the seconds there, in milliseconds
 * @param errors failures as a share of all, 0 to 1, at the first level
 * @param users peak at the first level
 */
record RecoveryCheck(double usual, double errors, long users) {

  private static final int ROWS = 3;
  private static final double LONGER = 2;
  private static final double LONGER_MILLIS = 25;
  private static final double MORE_ERRORS = 0.01;
  private static final double MORE_USERS = 1.5;
  private static final int A_FEW_USERS = 5;

  /** As in these seconds. */
  static RecoveryCheck asIn(List<Row> rows) {
    double[] times =
        rows.stream().filter(r -> r.requests() > 0).mapToDouble(Row::p95).sorted().toArray();
    long attempts = rows.stream().mapToLong(r -> r.requests() + r.unsent()).sum();
    return new RecoveryCheck(
        times.length == 0 ? 0 : times[times.length / 2],
        attempts == 0 ? 0 : (double) rows.stream().mapToLong(Row::failures).sum() / attempts,
        rows.stream().mapToLong(Row::activeUsers).max().orElse(0));
  }

  /** Whether the service is, at the end of these seconds. */
  boolean by(List<Row> rows) {
    return last(rows).size() == ROWS && last(rows).stream().allMatch(this::isCalm);
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
    if (row.requests() == 0) {
      return row.activeUsers() <= users;
    }
    return row.p95() <= Math.max(usual * LONGER, usual + LONGER_MILLIS)
        && row.errorShare() <= errors + MORE_ERRORS;
  }
}
