package dev.onrush.internal.importing.session;

/** Which sessions are those of users that are there nearly all the time, as a monitor is. */
final class SteadyUsers {

  /** Of the time of the log. */
  private static final double SHARE = 0.5;

  private static final int FEWEST_REQUESTS = 10;

  private SteadyUsers() {}

  static boolean isSteady(Session session, double seconds) {
    return session.requests() >= FEWEST_REQUESTS && session.seconds() >= SHARE * seconds;
  }
}
