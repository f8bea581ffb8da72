package dev.onrush.internal.capacity;

import dev.onrush.internal.metrics.timeline.Row;
import java.util.List;

/**
 * The check that a service is as it was at the first level: in each of the last three seconds its
 * p95 was at most twice as long as usual there, or 25 ms longer where that is more, and its error
 * rate at most one percentage point higher. A second without a response counts if no user was
 * there, or where such seconds were as frequent at the first level: the users of a closed workload
 * are there also when none of them is answered.
 *
 * @param usual median of the p95 of the seconds there, in milliseconds
 * @param errors failures as a share of all, 0 to 1, at the first level
 * @param users peak at the first level
 * @param empty share of the seconds there without a response, 0 to 1
 */
record RecoveryCheck(double usual, double errors, long users, double empty) {

  private static final int ROWS = 3;
  private static final double LONGER = 2;
  private static final double LONGER_MILLIS = 25;
  private static final double MORE_ERRORS = 0.01;
  private static final double MORE_USERS = 1.5;
  private static final int A_FEW_USERS = 5;

  /** What is less likely than this is no chance. */
  private static final double BY_CHANCE = 0.01;

  /** As in these seconds. */
  static RecoveryCheck asIn(List<Row> rows) {
    double[] times =
        rows.stream().filter(r -> r.requests() > 0).mapToDouble(Row::p95).sorted().toArray();
    long attempts = rows.stream().mapToLong(r -> r.requests() + r.unsent()).sum();
    return new RecoveryCheck(
        times.length == 0 ? 0 : times[times.length / 2],
        attempts == 0 ? 0 : (double) rows.stream().mapToLong(Row::failures).sum() / attempts,
        rows.stream().mapToLong(Row::activeUsers).max().orElse(0),
        rows.isEmpty()
            ? 0
            : (double) rows.stream().filter(RecoveryCheck::isEmpty).count() / rows.size());
  }

  private static boolean isEmpty(Row row) {
    return row.requests() == 0;
  }

  /** Whether the service is, at the end of these seconds. */
  boolean by(List<Row> rows) {
    List<Row> last = last(rows);
    long unanswered = last.stream().filter(row -> isEmpty(row) && row.activeUsers() > 0).count();
    return last.size() == ROWS
        && unanswered <= Math.ceil(ROWS * empty)
        && last.stream().allMatch(row -> isEmpty(row) || isCalm(row));
  }

  /** Whether so many seconds without a response are no chance. */
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
