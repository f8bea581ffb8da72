package dev.onrush.internal.metrics;

/**
 * Counts of the users of one class.
 *
 * @param started the number of users that started within the interval, or since the run's start
 * @param ended the number of users that ended within the interval, or since the run's start
 * @param active at the end of the interval
 */
public record Users(long started, long ended, long active) {

  public static final Users NONE = new Users(0, 0, 0);

  /** Returns the counts of this interval and the interval that follows it, together. */
  public Users then(Users next) {
    return new Users(started + next.started, ended + next.ended, next.active);
  }

  /** Returns the counts of this user class and another one at the same time, together. */
  public Users and(Users other) {
    return new Users(started + other.started, ended + other.ended, active + other.active);
  }
}
