package dev.onrush.internal.metrics;

/**
 * Users of one class.
 *
 * @param started within the interval, or since the run's start
 * @param ended within the interval, or since the run's start
 * @param active at the end of the interval
 */
public record Users(long started, long ended, long active) {

  public static final Users NONE = new Users(0, 0, 0);

  /** Those of this interval and of the one that follows. */
  public Users then(Users next) {
    return new Users(started + next.started, ended + next.ended, next.active);
  }

  /** Those of this class and of another one at the same time. */
  public Users and(Users other) {
    return new Users(started + other.started, ended + other.ended, active + other.active);
  }
}
